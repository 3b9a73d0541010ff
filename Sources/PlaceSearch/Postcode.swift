/// A Dutch postcode as a number: 1,000 to 9,999 and two letters, 1 to 6,760,000; 0 stands for none.
enum Postcode {
    static func code(_ text: some StringProtocol) -> UInt32 {
        let bytes = text.utf8.filter { $0 != 0x20 }.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 }
        guard bytes.count == 6, bytes[0] != 0x30, bytes[..<4].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            bytes[4...].allSatisfy({ $0 >= 0x41 && $0 <= 0x5A })
        else { return 0 }
        let digits = bytes[..<4].reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
        return digits * 676 + UInt32(bytes[4] - 0x41) * 26 + UInt32(bytes[5] - 0x41) + 1
    }

    static func text(_ code: UInt32) -> String? {
        guard code > 0 else { return nil }
        let letters = (code - 1) % 676
        func letter(_ number: UInt32) -> String { String(Unicode.Scalar(UInt8(0x41 + number))) }
        return "\((code - 1) / 676)" + letter(letters / 26) + letter(letters % 26)
    }
}
