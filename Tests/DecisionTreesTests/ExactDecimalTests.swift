import DecisionTrees
import Foundation
import Testing

@Suite struct ExactDecimalTests {
    @Test func numbersNextToALimitAreOnTheRightSide() throws {
        let limit = try #require(ExactDecimal("30"))
        #expect(try #require(ExactDecimal("29.99")) < limit)
        #expect(try #require(ExactDecimal("29.999999999999999999999999999999")) < limit)
        #expect(try #require(ExactDecimal("30.000000000000000000000000000001")) > limit)
        #expect(ExactDecimal("30.000") == limit)
        #expect(ExactDecimal("3e1") == limit)
        #expect(try #require(ExactDecimal("-0.1")) < ExactDecimal(0))
        #expect(try #require(ExactDecimal("-30.5")) < (try #require(ExactDecimal("-30"))))
    }

    @Test(arguments: ["", "-", ".", "1.2.3", "1,5", "0x10", "1e", "e5", " 1", "1 ", "1e999", "٣"])
    func whatIsNoNumberIsRefused(_ text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test func moreThanThirtyFourDigitsAreRefused() {
        #expect(ExactDecimal(String(repeating: "9", count: 34)) != nil)
        #expect(ExactDecimal(String(repeating: "9", count: 35)) == nil)
        #expect(ExactDecimal("0." + String(repeating: "9", count: 34))?.description.count == 36)
        #expect(ExactDecimal("1." + String(repeating: "0", count: 30)) == ExactDecimal(1))
    }

    @Test func sumsAndProductsAreExact() throws {
        let tenth = try #require(ExactDecimal("0.1"))
        let fifth = try #require(ExactDecimal("0.2"))
        #expect(tenth.adding(fifth) == ExactDecimal("0.3"))
        #expect(tenth.multiplied(by: fifth) == ExactDecimal("0.02"))
        #expect(ExactDecimal(1).divided(by: ExactDecimal(8)) == ExactDecimal("0.125"))
        #expect(ExactDecimal(1).divided(by: ExactDecimal(3))?.description == "0." + String(repeating: "3", count: 34))
        #expect(ExactDecimal(1).divided(by: ExactDecimal(0)) == nil)
        #expect(ExactDecimal(200).divided(by: tenth) == ExactDecimal(2000))
    }

    /// Foundation's Decimal, of 38 digits, is the oracle.
    @Test func randomNumbersComputeAsInFoundation() throws {
        var (random, seed) = SplitMix64.seeded("random numbers")
        func number(_ random: inout SplitMix64) -> String {
            let whole = Int.random(in: -99_999...99_999, using: &random)
            return "\(whole).\(Int.random(in: 0...9999, using: &random))"
        }
        for _ in 0..<20_000 {
            let (first, second) = (number(&random), number(&random))
            let (left, right) = (try #require(ExactDecimal(first)), try #require(ExactDecimal(second)))
            let (a, b) = (try #require(Decimal(string: first)), try #require(Decimal(string: second)))
            #expect((left < right) == (a < b), "seed \(seed): \(first) < \(second)")
            #expect((left == right) == (a == b), "seed \(seed)")
            #expect(left.adding(right)?.description == "\(a + b)", "seed \(seed): \(first) + \(second)")
            #expect(left.multiplied(by: right)?.description == "\(a * b)", "seed \(seed): \(first) * \(second)")
            #expect(left.subtracting(right)?.description == "\(a - b)", "seed \(seed): \(first) - \(second)")
        }
    }
}
