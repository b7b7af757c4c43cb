import ActionKit
import JSON
import Testing

@Suite struct OptionsTests {
    private let manifest = Manifest(
        id: "ec2.example", summary: "An example.", phase: .contain, harm: .none, writes: [],
        options: [
            Manifest.Option("document", .text, standard: nil, "What to run."),
            Manifest.Option("stop", .flag, standard: false, "Stops it."),
            Manifest.Option("ports", .integers, standard: [22], "Which ports."),
            Manifest.Option("names", .texts, standard: [], "Which names."),
            Manifest.Option("how", .choice(["soft", "hard"]), standard: "soft", "How to do it."),
            Manifest.Option("parameters", .parameters, standard: [:], "What to give it."),
        ])

    @Test("fills in what the playbook does not say, and reads what it says")
    func reads() throws {
        let options = try Options(
            ["document": "Doc", "names": ["a"], "parameters": ["x": "1", "y": ["2"]]], for: manifest)
        #expect(options.text("document") == "Doc" && !options.flag("stop") && options.integers("ports") == [22])
        #expect(options.texts("names") == ["a"] && options.text("how") == "soft")
        #expect(options.parameters("parameters") == ["x": "1", "y": ["2"]])
    }

    @Test(
        "refuses what does not fit, and says what fits",
        arguments: [
            ([:], "document", "needs the option \"document\": What to run."),
            (["document": 1], "document", "must be a text, but is a number"),
            (["document": "d", "stop": "yes"], "stop", "must be true or false, but is a string"),
            (["document": "d", "ports": ["22"]], "ports", "must be a list of whole numbers"),
            (["document": "d", "ports": [.number("1.5")]], "ports", "must be a list of whole numbers"),
            (["document": "d", "how": "gently"], "how", "must be one of soft, hard"),
            (["document": "d", "parameters": ["x": 1]], "parameters", "must be names"),
            (["document": "d", "stopp": true], "stopp", "has no option \"stopp\""),
        ] as [([String: JSONValue], String, String)])
    func refuses(_ given: [String: JSONValue], _ option: String, _ words: String) throws {
        let mistake = try #require(throws: Options.Mistake.self) { try Options(given, for: manifest) }
        #expect(mistake.option == option && mistake.description.contains(words))
    }
}
