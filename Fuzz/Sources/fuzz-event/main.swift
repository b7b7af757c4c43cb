import EventPattern
import FuzzDriver
import Synchronization

/// Rules of every kind, over few fields, so that what a fuzzer finds is looked at by all of them.
let texts = [
    #"{"a":["x",1,true,null,"10.0.0.1"]}"#, #"{"a":[{"prefix":"ab"},{"suffix":"yz"}]}"#,
    #"{"a":[{"prefix":{"equals-ignore-case":"Ab"}},{"suffix":{"equals-ignore-case":"ß"}}]}"#,
    #"{"a":[{"equals-ignore-case":"Straße"}]}"#, #"{"a":[{"wildcard":"a*b*c"}],"b":[{"exists":true}]}"#,
    #"{"a":[{"wildcard":"*\"*"}]}"#, #"{"a":[{"numeric":[">",0,"<=",1e3]}]}"#, #"{"a":[{"cidr":"10.0.0.0/8"}]}"#,
    #"{"a":[{"anything-but":["x","y"]}]}"#, #"{"a":[{"anything-but":{"wildcard":["*x*","a*"]}}]}"#,
    #"{"a":[{"anything-but":[1,2.5]}],"c":[{"exists":false}]}"#, #"{"a":{"b":["x"],"c":[1]}}"#,
    #"{"a":{"b":[{"exists":false}],"c":[1]}}"#, #"{"$or":[{"a":{"b":[1]}},{"b":["x"],"a.c":["y"]}]}"#,
    #"{"a":{"":[1]}}"#, #"{"é":[1]}"#, #"{"a":[9007199254740993,1e400]}"#, #"{"a":[{"cidr":"2600::/16"}]}"#,
]
let patterns = texts.compactMap { try? Pattern(parsing: $0) }
precondition(patterns.count == texts.count)
let matcher = Matcher(patterns)
/// One for all events: nothing of one may be left for the next.
let scratch = Mutex(MatchScratch())

/// The matcher and the reader of one token after another must refuse the same events, and match the same rules.
func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let event = Array(UnsafeBufferPointer(start: bytes, count: count))
    let read = try? Event(event)
    let found = scratch.withLock { scratch in
        (try? matcher.match(event, scratch)).map { _ in scratch.matches.sorted() }
    }
    precondition((read == nil) == (found == nil), "one refuses what the other reads")
    guard let read, let found else { return 0 }
    precondition(found == patterns.indices.filter { patterns[$0].matches(read) }, "the two match differently")
    return 0
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { check($0, $1) }
