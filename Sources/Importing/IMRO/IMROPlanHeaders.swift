import XMLBridge

/// Gathers the plan headers of one file from its metadata, its plan areas and the references of its objects.
struct IMROPlanHeaders {
    private var title: String?
    private var creationDate: Int32?
    private var plans: [String: IMROPlanHeader] = [:]

    /// Takes title and date from `MetadataIMRObestand`; the names of people in it are not read.
    mutating func add(metadata: XMLElement) {
        title = metadata.child("datasetTitel").map { IMROAttributes.trimmed($0.text) }
        creationDate = metadata.child("creatiedatum").flatMap { XMLDate.days(IMROAttributes.trimmed($0.text)) }
    }

    /// Takes in one object; `planArea` has the attributes of the plan's own area; nil for an object that only refers to the plan.
    mutating func add(planId: String, name: String?, planArea: IMROAttributes?) {
        if planArea == nil, plans[planId] != nil { return }
        plans[planId] = IMROPlanHeader(
            planId: planId,
            title: name,
            typePlan: planArea?.joined("typePlan"),
            planstatus: planArea?.joined("planstatus"),
            planstatusDate: planArea?.planstatusDate,
            authority: planArea?.joined("naamOverheid"),
            hasPlanArea: planArea != nil
        )
    }

    /// Sorted by plan identifier.
    var sorted: [IMROPlanHeader] {
        plans.values.sorted { $0.planId < $1.planId }.map { plan in
            var plan = plan
            plan.title = plan.title ?? title
            plan.creationDate = creationDate
            return plan
        }
    }
}
