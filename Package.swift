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
    products: [
        .library(name: "EventPattern", targets: ["EventPattern"])
    ],
    targets: [
        .target(name: "EventPattern", swiftSettings: strict),
        .testTarget(
            name: "EventPatternTests",
            dependencies: ["EventPattern"],
            resources: [.copy("Vectors")],
            swiftSettings: strict
        ),
    ]
)
