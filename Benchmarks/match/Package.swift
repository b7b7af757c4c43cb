// swift-tools-version: 6.2
import PackageDescription

// A package of its own: only the library is built, and nothing of what the commands need.
let package = Package(
    name: "match-bench",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "quell", path: "../..")],
    targets: [
        .executableTarget(
            name: "match-bench",
            dependencies: [.product(name: "EventPattern", package: "quell"), "Allocations"]
        ),
        // Stands before the system's allocator and counts.
        .target(name: "Allocations", path: "Sources/AllocationCount"),
    ]
)
