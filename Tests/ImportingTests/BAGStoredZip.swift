import Foundation

/// Builds zip files without compression, so that tests can nest and damage them.
struct BAGStoredZip {
    private var body = Data()
    private var directory = Data()
    private var count: UInt16 = 0

    /// The files in the order given.
    static func containing(_ files: [(name: String, content: Data)]) -> Data {
        var zip = BAGStoredZip()
        for file in files { zip.add(file.name, file.content) }
        return zip.finished()
    }

    private mutating func add(_ name: String, _ content: Data) {
        // APPNOTE 4.3.7 and 4.3.12: version, flags, method, time, date, CRC, two sizes, length of the name, of the extra.
        var common = Data()
        Self.append([20, 0, 0, 0, 0x21] as [UInt16], to: &common)
        Self.append([Self.checksum(content), UInt32(content.count), UInt32(content.count)], to: &common)
        Self.append([UInt16(name.utf8.count), 0], to: &common)
        let offset = UInt32(body.count)
        body += Data([0x50, 0x4B, 3, 4]) + common + Data(name.utf8) + content
        directory += Data([0x50, 0x4B, 1, 2, 20, 0]) + common
        Self.append([UInt16](repeating: 0, count: 3), to: &directory)
        Self.append([UInt32(0), offset], to: &directory)
        directory += Data(name.utf8)
        count += 1
    }

    private func finished() -> Data {
        var end = Data([0x50, 0x4B, 5, 6])
        Self.append([UInt16(0), 0, count, count], to: &end)
        Self.append([UInt32(directory.count), UInt32(body.count)], to: &end)
        Self.append([UInt16(0)], to: &end)
        return body + directory + end
    }

    private static func append(_ numbers: [some FixedWidthInteger], to data: inout Data) {
        for number in numbers {
            for shift in stride(from: 0, to: number.bitWidth, by: 8) {
                data.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
    }

    private static func checksum(_ data: Data) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
