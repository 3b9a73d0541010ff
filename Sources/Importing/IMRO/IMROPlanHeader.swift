/// What identifies and dates one plan in an IMRO file: for the import report and as the key of the source.
public struct IMROPlanHeader: Sendable, Hashable {
    /// `NL.IMRO.<4 digits>.<plan>-<version>`.
    public var planId: String
    /// The plan's name, else the title of the file.
    public var title: String?
    /// `creatiedatum` of the file, in days since 1970-01-01.
    public var creationDate: Int32?
    /// Instrument, such as "bestemmingsplan".
    public var typePlan: String?
    /// Such as "vastgesteld".
    public var planstatus: String?
    /// Date of the planstatus, in days since 1970-01-01.
    public var planstatusDate: Int32?
    /// The authority, such as "Gemeente Nijkerk".
    public var authority: String?
    /// Whether the file holds the plan's own area; if not, only objects that refer to it.
    public var hasPlanArea: Bool
}
