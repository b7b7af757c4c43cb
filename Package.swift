// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "quell",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "EventPattern", targets: ["EventPattern"]),
        .executable(name: "quell", targets: ["quell"]),
        .executable(name: "quell-lambda", targets: ["quell-lambda"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // The rungs of the ladder, lowest first: a target imports only targets on lower rungs.
        // Rung 0
        .target(name: "JSON", swiftSettings: strict),
        // C, for the instructions that look at 64 bytes at once, and at masks of 512.
        .target(name: "ByteMasks"),
        // Rung 1
        .target(name: "EventPattern", dependencies: ["JSON", "ByteMasks"], swiftSettings: strict),
        .target(
            name: "AWSClient",
            dependencies: [
                "JSON",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        // Rung 2
        .target(name: "Findings", dependencies: ["JSON"], swiftSettings: strict),
        .target(name: "CostModel", dependencies: ["JSON", "AWSClient"], swiftSettings: strict),
        .target(name: "LambdaRuntime", dependencies: ["JSON"], swiftSettings: strict),
        // Rung 3
        .target(name: "ActionKit", dependencies: ["JSON", "AWSClient", "Findings"], swiftSettings: strict),
        // Rung 4
        .target(
            name: "Actions",
            dependencies: [
                "JSON", "AWSClient", "Findings", "ActionKit", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict,
            plugins: ["ListActions"]
        ),
        .target(
            name: "Playbook", dependencies: ["JSON", "EventPattern", "ActionKit", "Findings"], swiftSettings: strict
        ),
        // Rung 5
        // What runs in AWS Lambda must not link Yams, GRDB or the whole of Foundation: start-up is part of a response.
        .target(
            name: "PlaybookText",
            dependencies: [
                "JSON", "EventPattern", "Findings", "ActionKit", "Playbook", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Engine",
            dependencies: [
                "JSON", "AWSClient", "EventPattern", "Findings", "ActionKit", "Playbook",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        // Playbook and topology to templates, policies and parameters.
        .target(
            name: "Deployment", dependencies: ["JSON", "AWSClient", "ActionKit", "Playbook"], swiftSettings: strict
        ),
        .target(
            name: "ConfigRule", dependencies: ["JSON", "AWSClient", "Findings", "ActionKit", "Actions"],
            swiftSettings: strict
        ),
        // Rung 6
        .target(
            name: "SQLiteStore",
            dependencies: ["JSON", "Engine", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),
        .target(
            name: "DynamoDBStore", dependencies: ["JSON", "AWSClient", "ActionKit", "Engine"], swiftSettings: strict),
        .target(name: "ExceptionAudit", dependencies: ["JSON", "AWSClient", "Engine"], swiftSettings: strict),
        // Events that are made up.
        .target(
            name: "Samples", dependencies: ["JSON", "AWSClient", "Findings", "PlaybookText"], swiftSettings: strict),
        // An organization in AWS in this process, behind the client's transport: for trials and tests, never for responses.
        .target(name: "SimulatedAWS", dependencies: ["JSON", "AWSClient"], swiftSettings: strict),
        // The tests of a playbook, run by the engine on the simulation: nothing else of the product knows that.
        .target(
            name: "Trial",
            dependencies: [
                "JSON", "AWSClient", "Findings", "ActionKit", "Playbook", "PlaybookText", "Engine", "Samples",
                "SimulatedAWS",
            ],
            swiftSettings: strict),
        // zlib, for histories that are packed with gzip.
        .target(name: "Zlib", linkerSettings: [.linkedLibrary("z")]),
        // A playbook held against a history of events, without AWS.
        .target(
            name: "Replay",
            dependencies: [
                "JSON", "AWSClient", "EventPattern", "Findings", "ActionKit", "Playbook", "Engine", "Zlib",
            ],
            swiftSettings: strict),
        // The engine as a service of one machine: `quell serve`.
        .target(
            name: "EventService",
            dependencies: [
                "JSON", "AWSClient", "Engine", "Playbook",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        // Rung 7
        .executableTarget(
            name: "quell",
            dependencies: [
                "JSON", "EventPattern", "AWSClient", "Findings", "ActionKit", "Actions", "Playbook",
                "PlaybookText", "Engine", "SQLiteStore", "DynamoDBStore", "ExceptionAudit", "Deployment", "ConfigRule",
                "CostModel", "EventService", "Samples", "Trial", "Replay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "LambdaHandlers",
            dependencies: [
                "JSON", "AWSClient", "Findings", "ActionKit", "Actions", "Playbook", "Engine", "ConfigRule",
                "LambdaRuntime",
            ],
            swiftSettings: strict
        ),
        // Rung 8
        .executableTarget(
            name: "quell-lambda",
            dependencies: [
                "JSON", "AWSClient", "Engine", "DynamoDBStore", "LambdaRuntime", "LambdaHandlers", "GlibcFloor",
            ],
            swiftSettings: strict,
            // `make lambda` puts there, as static libraries only, what the function's base image may lack.
            linkerSettings: [
                .unsafeFlags(["-L.build/lambda/static"], .when(platforms: [.linux], configuration: .release))
            ]
        ),
        // C that makes the program above load on Amazon Linux 2023.
        .target(name: "GlibcFloor"),

        // Registers every folder of Actions that holds an action.
        .executableTarget(name: "ListActionsTool", swiftSettings: strict),
        .plugin(name: "ListActions", capability: .buildTool(), dependencies: ["ListActionsTool"]),

        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        // Stands before the system's allocator and counts.
        .target(name: "AllocationCount", path: "Tests/AllocationCount"),
        .executableTarget(
            name: "allocation-check", dependencies: ["EventPattern", "AllocationCount"], path: "Tests/AllocationCheck",
            swiftSettings: strict
        ),
        .testTarget(
            name: "EventPatternTests",
            dependencies: ["EventPattern", "ByteMasks", "JSON"],
            resources: [.copy("Vectors")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AWSClientTests",
            dependencies: [
                "AWSClient", "JSON",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Oracle"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FindingsTests",
            dependencies: ["Findings", "JSON"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ActionKitTests", dependencies: ["ActionKit", "AWSClient", "JSON"], swiftSettings: strict
        ),
        .testTarget(
            name: "ActionsTests",
            dependencies: ["Actions", "ActionKit", "AWSClient", "Findings", "JSON"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlaybookTests",
            dependencies: ["Playbook", "PlaybookText", "Actions", "ActionKit", "EventPattern", "JSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlaybookTextTests",
            dependencies: ["PlaybookText", "Playbook", "Actions", "ActionKit", "AWSClient", "EventPattern", "JSON"],
            exclude: ["WrongPlaybooks"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DeploymentTests",
            dependencies: ["Deployment", "Playbook", "PlaybookText", "Actions", "ActionKit", "AWSClient", "JSON"],
            swiftSettings: strict
        ),
        .testTarget(name: "StructureTests", swiftSettings: strict),
        .testTarget(
            name: "LambdaHandlersTests",
            dependencies: [
                "LambdaHandlers", "LambdaRuntime", "Engine", "SQLiteStore", "Playbook", "PlaybookText", "Actions",
                "ActionKit", "AWSClient", "JSON",
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "LambdaRuntimeTests", dependencies: ["LambdaRuntime", "JSON"], swiftSettings: strict),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "SQLiteStore", "ActionKit", "AWSClient", "EventPattern", "Findings", "JSON",
                "JournalContract", "Playbook", "PlaybookText",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConfigRuleTests",
            dependencies: ["ConfigRule", "Actions", "ActionKit", "AWSClient", "Findings", "JSON"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        // What every journal must do: the tests of each kind of journal run it.
        .target(
            name: "JournalContract", dependencies: ["Engine", "ActionKit", "JSON"], path: "Tests/JournalContract",
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "SQLiteStore", "JournalContract", "Engine", "ActionKit", "AWSClient", "JSON",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulatedAWSTests",
            dependencies: ["SimulatedAWS", "AWSClient", "JSON"],
            swiftSettings: strict
        ),
        // What the engine owes, checked in the simulated organization: the tests try a part of it, `make reliability` all.
        .target(
            name: "Reliability",
            dependencies: [
                "SimulatedAWS", "Engine", "Actions", "ActionKit", "AWSClient", "JSON", "Playbook", "PlaybookText",
            ],
            path: "Tests/Reliability", swiftSettings: strict
        ),
        .executableTarget(
            name: "reliability-runner",
            dependencies: [
                "Reliability", "SimulatedAWS", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/ReliabilityRunner", swiftSettings: strict
        ),
        .testTarget(
            name: "ReliabilityTests",
            dependencies: [
                "Reliability", "SimulatedAWS", "JournalContract", "Engine", "Actions", "ActionKit", "AWSClient", "JSON",
                "Playbook", "PlaybookText",
            ],
            swiftSettings: strict
        ),
        // Every interleaving of a few processes and faults around the engine's own state machine. The search is compiled for
        // speed in every configuration.
        .testTarget(
            name: "ProtocolTests",
            dependencies: ["Engine", "ActionKit", "AWSClient", "JSON"],
            swiftSettings: strict + [.unsafeFlags(["-O"])]
        ),
        // Its contract runs where QUELL_TEST_ENDPOINT names a DynamoDB on loopback: make journal-test.
        .testTarget(
            name: "DynamoDBStoreTests",
            dependencies: ["DynamoDBStore", "JournalContract", "Engine", "ActionKit", "AWSClient", "JSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ExceptionAuditTests", dependencies: ["ExceptionAudit", "AWSClient", "Engine", "Playbook", "JSON"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EventServiceTests",
            dependencies: [
                "EventService", "SQLiteStore", "Engine", "Actions", "ActionKit", "AWSClient", "JSON", "Playbook",
                "PlaybookText",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SamplesTests", dependencies: ["Samples", "Findings", "JSON", "PlaybookText"], swiftSettings: strict),
        .testTarget(
            name: "TrialTests",
            dependencies: [
                "Trial", "Actions", "ActionKit", "Engine", "SQLiteStore", "Playbook", "PlaybookText", "JSON",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "Replay", "Samples", "Actions", "ActionKit", "Engine", "EventPattern", "Playbook", "PlaybookText",
                "JSON",
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "CostModelTests", dependencies: ["CostModel", "JSON"], swiftSettings: strict),
    ]
)
