// swift-tools-version: 6.2
import PackageDescription

// Built by `make fuzz`, which has everything instrumented for libFuzzer.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "quell", path: "..")],
    targets: [
        .target(name: "FuzzDriver"),
        .executableTarget(
            name: "fuzz-event", dependencies: ["FuzzDriver", .product(name: "EventPattern", package: "quell")]),
        .executableTarget(
            name: "fuzz-pattern", dependencies: ["FuzzDriver", .product(name: "EventPattern", package: "quell")]),
    ]
)
