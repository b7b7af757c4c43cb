import EventPattern
import FuzzDriver

let texts = [
    #"{"a":"x","b":1,"c":[{"d":true},{"d":null}]}"#, #"{"a":["abc","10.0.0.1",-1.5e3],"a.b":"2600::1"}"#,
    #"{"":"","source":"aws.guardduty","detail":{"severity":5.0,"type":"Recon:EC2/Portscan"}}"#, "{}",
]
let events = texts.compactMap { try? Event($0) }
precondition(events.count == texts.count)

/// Whatever is compiled must match as it does by itself; whatever is refused must say where.
func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let text = Array(UnsafeBufferPointer(start: bytes, count: count))
    for mode in [EventPattern.Mode.service, .library] {
        do throws(PatternError) {
            let pattern = try EventPattern(text, mode: mode)
            // The library's mode allows so many combinations that matching them takes long.
            if count > 400, mode == .library { continue }
            let matcher = Matcher([pattern])
            for (text, event) in zip(texts, events) {
                let found = (try? matcher.match(Array(text.utf8))) ?? []
                precondition((found == [0]) == pattern.matches(event), "matches differently alone and compiled")
            }
        } catch {
            precondition((0...count).contains(error.offset), "a mistake must lie in the pattern")
        }
    }
    return 0
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { check($0, $1) }
