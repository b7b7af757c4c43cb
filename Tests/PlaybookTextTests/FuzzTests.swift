import ActionKit
import Actions
import Playbook
import PlaybookText
import Testing

@Suite struct FuzzTests {
    @Test("no text makes reading trap, and every refusal says why", arguments: 0..<8)
    func mutations(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let original = Array(try DefaultPlaybook.text().utf8)
        let pieces = [
            "*a", "&a ", "<<: ", "? ", "!!str ", "!x ", "\t", "---\n", "...\n", "{", "}", "[", "]", "|", ">", "%", "\"",
            "'", "#", "0", ".inf", "\u{85}", "\u{2028}", "\0", "\r", "é", "- ", ": ",
        ]
        for round in 0..<150 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1:
                    bytes.insert(contentsOf: Array(pieces.randomElement(using: &random)?.utf8 ?? "".utf8), at: place)
                case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &random)))
                }
                if bytes.isEmpty { bytes = original }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            check(text)
            if round.isMultiple(of: 30) { lint(text) }
        }
    }

    /// What lints and fixes say of a text agrees with whether it can be read.
    private func lint(_ text: String) {
        let report = WrongPlaybook.linter.check(text, file: "p.yaml")
        #expect((report.playbook == nil) == ((try? StandIns.readAll(text)) == nil))
        #expect(report.playbook != nil || report.count(.error) > 0)
        #expect(report.findings.allSatisfy { Lint.named($0.lint) != nil && $0.position.line >= 1 })
        let fixed = PlaybookFixer(WrongPlaybook.linter).fix(text, file: "p.yaml")
        #expect(WrongPlaybook.linter.check(fixed.text, file: "p.yaml").findings.count <= report.findings.count)
    }

    private func check(_ text: String) {
        do {
            let playbook = try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
            #expect(!playbook.rules.isEmpty)
        } catch {
            #expect(!error.errors.isEmpty)
            #expect(
                error.errors.allSatisfy { !$0.sentence.isEmpty && $0.position.line >= 1 && $0.position.column >= 1 })
        }
    }
}

/// A small reproducible source of random numbers.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
