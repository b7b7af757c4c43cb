import JSON
import Testing

@Suite struct JSONQueryTests {
    private let answer: JSONValue = [
        "Reservations": [
            ["Instances": [["InstanceId": "i-1", "Tags": [["Key": "a", "Value": "1"]]]]],
            ["Instances": [["InstanceId": "i-2"], ["InstanceId": "i-3"]]],
        ],
        "Flags": [["Id": "a", "On": false], ["Id": "b", "On": true]],
        "Name": "x",
    ]

    @Test(
        "answers as `aws --query` does",
        arguments: [
            ("Name", "\"x\""),
            ("Missing.Name", "null"), ("Reservations[].Instances[].InstanceId", "[\"i-1\",\"i-2\",\"i-3\"]"),
            ("Reservations[1].Instances[0].InstanceId", "\"i-2\""), ("Reservations[9]", "null"),
            ("Reservations[].Instances[].Tags[].Value", "[\"1\"]"), ("Missing[].a", "null"),
            ("Reservations[0].Instances[?InstanceId=='i-1'].Tags[].[Key, Value]", "[[\"a\",\"1\"]]"),
            ("Reservations[1].Instances[?InstanceId!='i-2'].{id: InstanceId}", "[{\"id\":\"i-3\"}]"),
            ("{On: Flags[?On==`true`].Id, Off: Flags[?Id!='b'].Id}", "{\"Off\":[\"a\"],\"On\":[\"b\"]}"),
            ("[Flags[].Id, Flags[?Id=='a'].On]", "[[\"a\",\"b\"],[false]]"),
            ("[Flags[?Id=='b'] | [0].Id, Flags[?Id=='c'] | [0].Id] | [0]", "\"b\""),
        ])
    func answers(_ query: String, _ expected: String) throws {
        #expect(try JSONQuery(query)(answer).description == expected)
    }

    @Test("a list of queries reads as its text does")
    func list() throws {
        let query = JSONQuery.list(["a", "c"].map { "Flags[?Id==\($0)] | [0].On" })
        #expect(query.description == "[Flags[?Id=='a'] | [0].On, Flags[?Id=='c'] | [0].On]")
        #expect(try JSONQuery(query.description) == query)
        #expect(query(answer) == [false, .null])
    }

    @Test(
        "refuses what it does not understand",
        arguments: ["", ".a", "a.", "a[", "a[?b]", "a[].b[?c=='d']", "a b", "a[?b=='c]"])
    func refuses(_ query: String) {
        #expect(throws: JSONError.self) { try JSONQuery(query) }
    }

    @Test(
        "takes values from outside as literals, however they are spelled",
        arguments: [
            "i-1", "", "o'clock", "back`quote", "a\\b", "x'] | [0].{a: b", "zwölf €", "tab\tnew\nline", "\"", "'`\\",
        ])
    func interpolates(_ text: String) {
        let answer: JSONValue = [["Id": .string(text), "On": true], ["Id": "other", "On": true]]
        let query: JSONQuery = "[] | [?Id==\(text) && On==\(JSONValue.bool(true))].\(member: "Id")"
        #expect(query(answer) == [.string(text)])
    }

    @Test("spells ordinary values as people write them")
    func spells() {
        let query: JSONQuery = "Rules[?Id==\("sgr-1") && FromPort==\(JSONValue.number("22"))].Id"
        #expect(query.description == "Rules[?Id=='sgr-1' && FromPort==`22`].Id")
    }
}
