import PlanningRules

/// The sentence that compares a height with its limit, both in millimetres.
struct HeightText {
    let rule: PlanRule
    let comparison: NormComparison
    let height: Int64
    let limit: Int64

    var why: BilingualText {
        let subject = rule == .eavesHeight ? "goothoogte" : "bouwhoogte"
        let englishSubject = rule == .eavesHeight ? "height of the eaves" : "height"
        let isMaximum = comparison == .atMost
        let margin = isMaximum ? limit - height : height - limit
        let over = Int64(clamping: margin.magnitude)
        let dutchRest: String
        let englishRest: String
        if margin < 0 {
            dutchRest = "dat is \(MeasureText.dutch(over)) m te \(isMaximum ? "hoog" : "laag")."
            englishRest = "it is \(MeasureText.english(over)) m too \(isMaximum ? "high" : "low")."
        } else if margin == 0 {
            dutchRest = "dat is precies de grens."
            englishRest = "it is exactly at the limit."
        } else {
            dutchRest = "er blijft \(MeasureText.dutch(over)) m over."
            englishRest = "\(MeasureText.english(over)) m is left."
        }
        return BilingualText(
            dutch: "De \(subject) is \(MeasureText.dutch(height)) m, \(isMaximum ? "hoogstens" : "ten minste") "
                + "\(MeasureText.dutch(limit)) m mag: \(dutchRest)",
            english: "The \(englishSubject) is \(MeasureText.english(height)) m, \(isMaximum ? "at most" : "at least") "
                + "\(MeasureText.english(limit)) m is allowed: \(englishRest)"
        )
    }
}
