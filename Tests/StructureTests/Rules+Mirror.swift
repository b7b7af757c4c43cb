extension Rules {
    /// Source files with logic that no test file stands for.
    ///
    /// `Sources/X/**/Y.swift` is stood for by `YTests.swift` anywhere in `Tests/XTests`; `Y+Z.swift` by `YTests`,
    /// `Y+ZTests` or `YZTests`.
    static func untested(_ files: [File]) -> [String] {
        let tests = Set(
            files.filter { $0.folders.first == "Tests" }.compactMap { file in
                file.target.map { "\($0)/\(file.name)" }
            })
        return files.compactMap { file in
            guard file.folders.first == "Sources", file.name.hasSuffix(".swift"), let target = file.target,
                rungs[target] != nil, !file.isGenerated, !isTestedElsewhere(file),
                hasLogic(file)
            else { return nil }
            let stem = String(file.name.dropLast(".swift".count))
            let joined = stem.filter { $0 != "+" }
            let type = stem.split(separator: "+").first.map(String.init) ?? stem
            guard ![stem, joined, type].contains(where: { tests.contains("\(target)Tests/\($0)Tests.swift") }) else {
                return nil
            }
            return "Tests/\(target)Tests/\(stem)Tests.swift is missing for \(file.path)."
        }
    }

    /// What other tests than one of the same name run, by pattern, and which.
    private static func isTestedElsewhere(_ file: File) -> Bool {
        // Every action runs its scenarios in RegistryTests, which audit its reads, writes and undos.
        if file.target == "Actions" { return true }
        // Commands are run as a program by the tests of the sandbox.
        if file.target == "quell" { return true }
        // The function is run in AWS's emulator by Tests/Deployed.
        if file.target == "quell-lambda" { return true }
        return wholes.contains { file.path.hasPrefix($0.part) && !$0.test.isEmpty }
    }

    /// Folders whose files make sense only together, and the test file that runs them together.
    static let wholes: [(part: String, test: String)] = [
        ("Sources/JSON/JSONQueryParser", "Tests/JSONTests/JSONQueryTests.swift"),
        ("Sources/JSON/JSONString", "Tests/JSONTests/JSONTokenizerTests.swift"),
        ("Sources/EventPattern/Mismatch", "Tests/EventPatternTests/EventPatternTests.swift"),
        ("Sources/EventPattern/Pattern/", "Tests/EventPatternTests/VectorTests.swift"),
        ("Sources/EventPattern/Event/", "Tests/EventPatternTests/VectorTests.swift"),
        ("Sources/EventPattern/Scan/", "Tests/EventPatternTests/EventScanTests.swift"),
        ("Sources/EventPattern/Numbers/", "Tests/EventPatternTests/NumberTextTests.swift"),
        ("Sources/EventPattern/Automata/", "Tests/EventPatternTests/MatcherVectorTests.swift"),
        ("Sources/EventPattern/Matcher/", "Tests/EventPatternTests/MatcherVectorTests.swift"),
        ("Sources/EventPattern/Values/Address", "Tests/EventPatternTests/AddressTests.swift"),
        ("Sources/AWSClient/Protocols/", "Tests/AWSClientTests/OperationAnswerTests.swift"),
        ("Sources/AWSClient/XML/", "Tests/AWSClientTests/XMLParserTests.swift"),
        ("Sources/Findings/Identifiers/", "Tests/FindingsTests/IdentifierTests.swift"),
        ("Sources/Findings/Resource/", "Tests/FindingsTests/ResourceTests.swift"),
        ("Sources/Findings/", "Tests/FindingsTests/IntakeTests.swift"),
        ("Sources/SimulatedAWS/", "Tests/SimulatedAWSTests/BehaviorTests.swift"),
        ("Sources/Trial/", "Tests/TrialTests/CaseRunnerTests.swift"),
        ("Sources/PlaybookText/Cases/", "Tests/PlaybookTextTests/Cases/TestCaseTests.swift"),
        ("Sources/Replay/Reading/", "Tests/ReplayTests/EventStreamTests.swift"),
        ("Sources/Replay/Counting/", "Tests/ReplayTests/TallyTests.swift"),
        ("Sources/Replay/", "Tests/ReplayTests/ReplayTests.swift"),
        ("Sources/Samples/", "Tests/SamplesTests/SampleTests.swift"),
        ("Sources/PlaybookText/Reading/FindingTypeCatalog", "Tests/SamplesTests/SampleTests.swift"),
        ("Sources/LambdaRuntime/Invocation", "Tests/LambdaRuntimeTests/RuntimeClientTests.swift"),
        ("Sources/LambdaRuntime/RuntimeEndpoint", "Tests/LambdaRuntimeTests/RuntimeClientTests.swift"),
        ("Sources/LambdaRuntime/Connection", "Tests/LambdaRuntimeTests/RuntimeClientTests.swift"),
        ("Sources/Engine/Sweep/", "Tests/EngineTests/Sweep/SweepTests.swift"),
        ("Sources/Engine/Respond/Decider.swift", "Tests/EngineTests/ResponderTests.swift"),
        ("Sources/Engine/Respond/TagReading", "Tests/EngineTests/Decider+ExceptionsTests.swift"),
        ("Sources/ConfigRule/EventPart", "Tests/ConfigRuleTests/InvocationTests.swift"),
        ("Sources/ConfigRule/ConfigurationItem", "Tests/ConfigRuleTests/InvocationTests.swift"),
        ("Sources/ConfigRule/RuleParameters", "Tests/ConfigRuleTests/InvocationTests.swift"),
        ("Sources/PlaybookText/Checking/", "Tests/PlaybookTextTests/Checking/WrongPlaybooksTests.swift"),
        ("Sources/PlaybookText/Lints/", "Tests/PlaybookTextTests/Checking/WrongPlaybooksTests.swift"),
        ("Sources/PlaybookText/Reports/", "Tests/PlaybookTextTests/Reports/LintReportsTests.swift"),
        ("Sources/PlaybookText/Schema/", "Tests/PlaybookTextTests/Schema/PlaybookSchemaTests.swift"),
        ("Sources/PlaybookText/Ready/", "Tests/PlaybookTextTests/Ready/ReadyPlaybookTests.swift"),
        ("Sources/PlaybookText/Reading/PatternLint", "Tests/PlaybookTextTests/Reading/PlaybookReaderTests.swift"),
        (
            "Sources/PlaybookText/Reading/RetiredFindingTypes",
            "Tests/PlaybookTextTests/Reading/PlaybookReadingTests.swift"
        ),
        // The contract of journals runs every part of it against a table: make journal-test.
        ("Sources/DynamoDBStore/", "Tests/DynamoDBStoreTests/DynamoDBJournalTests.swift"),
        ("Sources/ExceptionAudit/", "Tests/ExceptionAuditTests/ExceptionAuditTests.swift"),
        ("Sources/Deployment/", "Tests/DeploymentTests/SynthesisTests.swift"),
        ("Sources/PlaybookText/Reading/Topology+Reading", "Tests/PlaybookTextTests/Reading/TopologyReadingTests.swift"),
        ("Sources/Playbook/Compiled/", "Tests/PlaybookTests/CompiledTests.swift"),
        ("Sources/PlaybookText/Reading/Playbook+Reading", "Tests/PlaybookTextTests/Reading/PlaybookReadingTests.swift"),
    ]

    /// Whether a file decides anything: it branches or loops.
    ///
    /// Plain declarations and one-line answers do not.
    static func hasLogic(_ file: File) -> Bool {
        let branches: Set<Substring> = ["if", "guard", "for", "while", "repeat", "catch"]
        let words = SwiftText.code(file.text).filter { !$0.hasPrefix("#") }.flatMap { line in
            SwiftText.identifiers(line.replacing("#if", with: ""))
        }
        return words.count(where: branches.contains) >= 2
    }
}
