/// What the status of a plan of before the Omgevingswet and that of its dossier come down to, whatever their capitals.
///
/// Source: `planstatus` of IMRO2012, 2008 and 2006; `Dossier/@Status` of STRI2012. A status that is not known here says nothing: then the
/// plan holds.
public struct PlanStatus: Sendable {
    /// Not laid down yet.
    public let isDraft: Bool
    /// It fell, was annulled as a whole, or approval was withheld of all of it.
    public let isEnded: Bool
    /// A court keeps it from its effect for now.
    public let isKeptOut: Bool
    /// A part does not hold; not which.
    public let holdsInPart: Bool

    public init(plan: String?, dossier: String?) {
        let plan = plan?.lowercased() ?? ""
        let dossier = dossier?.lowercased() ?? ""
        isDraft = Self.drafts.contains(plan)
        isEnded = Self.endings.contains(dossier) || (plan.contains(Self.withheld) && !plan.contains("deel"))
        isKeptOut = dossier == "niet in werking"
        holdsInPart = dossier.hasPrefix("deels") || (plan.contains(Self.withheld) && plan.contains("deel"))
        holdsWhole = !isDraft && !isEnded && !isKeptOut && !holdsInPart && dossier != "in voorbereiding"
    }

    /// Whether nothing says that some or all of the plan does not hold; of a dossier in preparation that is not sure.
    public let holdsWhole: Bool

    /// The last two are of IMRO2006.
    private static let drafts = [
        "concept", "voorontwerp", "ontwerp", "kabinetsvoornemen",
        "resultaten van inspraak bestuurlijk overleg en advies",
    ]
    /// The last three are of other sources than STRI2012.
    private static let endings = ["vervallen", "vernietigd", "geheel vernietigd", "ingetrokken"]
    /// Of IMRO2006.
    private static let withheld = "goedkeuring onthouden"
}
