import DecisionTrees
import Foundation

/// Exact decimals as JSON numbers.
enum DecimalText {
    /// Foundation's decimal with the same digits: it holds 38, more than a number of ours has.
    static func decimal(_ number: ExactDecimal) -> Decimal { Decimal(string: number.description) ?? 0 }
}
