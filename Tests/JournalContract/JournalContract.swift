import ActionKit
package import Engine
import JSON
import Testing

/// What every journal must do, whatever it is made of: each check opens a fresh, empty one.
package struct JournalContract: Sendable {
    private let open: @Sendable () async throws -> any Journal

    package init(_ open: @escaping @Sendable () async throws -> any Journal) { self.open = open }

    package static let time = "2026-03-01T10:00:00Z"
    package static let received = Record.undoRequested(by: "somebody", isForced: false)
    package static let alive = LeaseOwner(host: "h", process: 1, token: "a")

    /// An admission as the engine writes one, read from its text because only the engine makes them.
    package static func admitted(key: String, generation: Int = 1) throws -> Record {
        try Canonical.value(
            Record.self,
            from: """
                {"admitted":{"_0":{"account":"111122223333","actions":["a"],"findingID":"f","findingType":"t",\
                "generation":\(generation),"key":"\(key)","playbook":"p","region":"eu-west-1","resource":"r",\
                "rule":"r","source":"guardduty"}}}
                """)
    }

    package static func planned(_ phase: String) throws -> Record {
        try Canonical.value(
            Record.self,
            from: """
                {"planned":{"_0":{"account":"111122223333","hash":"h","phase":"\(phase)","plans":[],"reasons":{}}}}
                """)
    }

    package static func requested() throws -> Record {
        try Canonical.value(
            Record.self,
            from: """
                {"approvalRequested":{"_0":{"changes":[],"people":1,"planned":{"account":"111122223333","hash":"h",\
                "phase":"contain","plans":[],"reasons":{}},"requester":{"arn":"a","userID":"u"},"seconds":60,\
                "until":"2026-03-02T10:00:00Z"}}}
                """)
    }

    /// Every check, in the order in which a new implementation best passes them.
    package static let checks: [(name: String, run: @Sendable (JournalContract) async throws -> Void)] = [
        ("begins once", { try await $0.beginsOnce() }),
        ("begins many, each once", { try await $0.beginsMany() }),
        ("keeps order", { try await $0.keepsOrder() }),
        ("lists executions", { try await $0.listsExecutions() }),
        ("finds plans since a time", { try await $0.findsPlans() }),
        ("appends after what was read, or not at all", { try await $0.appendsAfter() }),
        ("finds requests for approval since a time", { try await $0.findsRequests() }),
        ("leaves out what is held", { try await $0.leavesOutHeld() }),
        ("keeps registers", { try await $0.keepsRegisters() }),
        ("leases", { try await $0.leases() }),
        ("frees the leases of the dead", { try await $0.freesTheDead() }),
        ("one of many claims wins", { try await $0.oneClaimWins() }),
        ("keeps one chain under concurrency", { try await $0.keepsOneChain() }),
    ]

    func beginsOnce() async throws {
        let journal = try await open()
        let admitted = try Self.admitted(key: "k")
        #expect(try await journal.begin("e", [Self.received, admitted], at: Self.time))
        #expect(try await !journal.begin("e", [Self.received, .closed], at: Self.time))
        let entries = try await journal.entries(of: "e")
        #expect(entries.map(\.record) == [Self.received, admitted])
        #expect(entries.map(\.sequence) == [1, 2])
        #expect(entries.first?.previous == Entry.origin)
        #expect(entries.allSatisfy { $0.time == Self.time })
    }

    func beginsMany() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        let beginnings = ["e", "f", "g", "f"].map { Beginning(execution: $0, records: [Self.received, .closed]) }
        try await journal.begin(beginnings, at: Self.time)
        #expect(try await journal.entries(of: "e").map(\.record) == [Self.received])
        #expect(try await journal.entries(of: "f").map(\.record) == [Self.received, .closed])
        #expect(try await journal.entries(of: "g").map(\.sequence) == [4, 5])
        #expect(try await journal.verify() == Verification(entries: 5, firstBroken: nil))
    }

    func keepsOrder() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        #expect(try await journal.begin("f", [Self.received], at: Self.time))
        var appended: [Entry] = []
        for number in 1...20 {
            let record = Record.undoRequested(by: "\(number) \"é\\\n", isForced: number.isMultiple(of: 2))
            appended.append(try await journal.append(record, to: number < 15 ? "e" : "f", at: Self.time))
        }
        let first = try await journal.entries(of: "e")
        #expect(Array(first.dropFirst()) == Array(appended[..<14]))
        #expect(try await journal.entries(of: "f").dropFirst() == ArraySlice(appended[14...]))
        #expect(try await journal.entries(of: "none").isEmpty)
        #expect(try await journal.entries(of: "f", after: appended[14].sequence) == Array(appended[15...]))
        #expect(try await journal.entries(of: "f", after: appended.last?.sequence ?? 0).isEmpty)
        for (entry, next) in zip(appended, appended.dropFirst()) { #expect(next.previous == entry.hash) }
        #expect(try await journal.verify() == Verification(entries: 22, firstBroken: nil))
    }

    func listsExecutions() async throws {
        let journal = try await open()
        for generation in 1...3 {
            let admitted = try Self.admitted(key: "k", generation: generation)
            #expect(try await journal.begin("e\(generation)", [Self.received, admitted], at: Self.time))
        }
        #expect(try await journal.begin("ignored", [Self.received, .closed], at: Self.time))
        try await journal.append(.closed, to: "e1", at: Self.time)
        #expect(try await journal.executions(withKey: "k") == ["e1", "e2", "e3"])
        #expect(try await journal.executions(withKey: "other").isEmpty)
        #expect(try await journal.executions(newest: 2) == ["ignored", "e3"])
        #expect(try await journal.executions(newest: 10) == ["ignored", "e3", "e2", "e1"])
        #expect(try await journal.executions(newest: 0).isEmpty)
    }

    func findsPlans() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        let times = ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z"]
        for time in times {
            try await journal.append(try Self.planned("contain"), to: "e", at: time)
            try await journal.append(try Self.planned("notify"), to: "e", at: time)
        }
        #expect(try await journal.planned(since: times[1]).map(\.time) == Array(times[1...]))
        #expect(try await journal.planned(since: "2026-03-01T12:00:01Z").isEmpty)
        let all = try await journal.planned(since: times[0])
        #expect(try await journal.planned(since: times[0], after: all[0].sequence) == Array(all[1...]))
        #expect(try await journal.planned(since: times[2], after: all[0].sequence) == [all[2]])
        #expect(try await journal.planned(since: times[0], after: all[2].sequence).isEmpty)
    }

    func appendsAfter() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        #expect(try await journal.begin("f", [Self.received], at: Self.time))
        #expect(try await journal.append(.closed, to: "e", at: Self.time, after: 2) == nil, "2 is of another execution")
        let entry = try await journal.append(.closed, to: "e", at: Self.time, after: 1)
        #expect(entry?.sequence == 3)
        #expect(try await journal.append(.closed, to: "e", at: Self.time, after: 1) == nil)
        #expect(try await journal.append(.closed, to: "none", at: Self.time, after: 1) == nil)
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 1...16 {
                group.addTask {
                    try await journal.append(.closed, to: "e", at: Self.time, after: 3) != nil
                }
            }
            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(wins == 1)
        #expect(try await journal.entries(of: "e").map(\.sequence) == [1, 3, 4])
        #expect(try await journal.verify() == Verification(entries: 4, firstBroken: nil))
    }

    func findsRequests() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        for time in ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z"] {
            try await journal.append(try Self.requested(), to: "e", at: time)
            try await journal.append(.closed, to: "e", at: time)
        }
        let found = try await journal.approvalRequests(since: "2026-03-01T11:00:00Z")
        #expect(found.map(\.time) == ["2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z"])
        #expect(try await journal.approvalRequests(since: "2026-03-01T12:00:01Z").isEmpty)
        #expect(try await journal.planned(since: Self.time).isEmpty, "what waits for approval is not planned yet")
    }

    /// What a guard holds changes nothing, so it counts against no budget.
    func leavesOutHeld() async throws {
        let journal = try await open()
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        let held = try Canonical.value(
            Record.self,
            from: """
                {"planned":{"_0":{"account":"111122223333","hash":"h","held":{"cause":"c","proposed":[],"why":"w"},\
                "phase":"contain","plans":[],"reasons":{}}}}
                """)
        try await journal.append(held, to: "e", at: Self.time)
        let planned = try await journal.append(try Self.planned("contain"), to: "e", at: Self.time)
        #expect(try await journal.planned(since: Self.time) == [planned])
        #expect(try await journal.entries(of: "e").map(\.record).contains(held))
    }

    /// Rows that no execution began: kept in order, seen at once by every connection, and in no listing.
    func keepsRegisters() async throws {
        let journal = try await open()
        #expect(try await journal.entries(of: Register.killSwitch).isEmpty)
        for person in ["a", "b"] {
            try await journal.append(.halted(by: person, reason: nil), to: Register.killSwitch, at: Self.time)
        }
        #expect(try await journal.begin("e", [Self.received], at: Self.time))
        try await journal.append(.resumed(by: "c"), to: Register.killSwitch, at: Self.time)
        let records = try await journal.entries(of: Register.killSwitch).map(\.record)
        #expect(records == [.halted(by: "a", reason: nil), .halted(by: "b", reason: nil), .resumed(by: "c")])
        #expect(try await journal.executions(newest: 10) == ["e"])
        #expect(try await journal.verify() == Verification(entries: 4, firstBroken: nil))
    }

    func leases() async throws {
        let journal = try await open()
        let other = LeaseOwner(host: "elsewhere", process: 1, token: "b")
        #expect(try await journal.claim("e", by: Self.alive, until: 160, now: 100))
        #expect(try await !journal.claim("e", by: other, until: 210, now: 150))
        #expect(try await journal.claim("f", by: other, until: 210, now: 150))
        #expect(try await journal.claim("e", by: Self.alive, until: 200, now: 150), "the holder renews")
        #expect(try await !journal.claim("e", by: other, until: 250, now: 199.9), "the renewed lease lasts")
        #expect(try await journal.claim("e", by: other, until: 300, now: 200), "an expired lease is free")
        #expect(try await !journal.claim("e", by: Self.alive, until: 300, now: 201))
        try await journal.release("e", by: Self.alive)
        #expect(try await !journal.claim("e", by: Self.alive, until: 300, now: 201), "only the holder gives it up")
        try await journal.release("e", by: other)
        #expect(try await journal.claim("e", by: Self.alive, until: 300, now: 201))
    }

    /// Where a journal cannot know, the lease must last; where it can, it must be free: never held for ever.
    func freesTheDead() async throws {
        let journal = try await open()
        let far = LeaseOwner(host: "elsewhere", process: 2_147_483_000, token: "far")
        #expect(try await journal.claim("e", by: far, until: 200, now: 100))
        #expect(try await !journal.claim("e", by: Self.alive, until: 200, now: 101), "another machine cannot be seen")
        #expect(try await journal.claim("e", by: Self.alive, until: 300, now: 200))
    }

    func oneClaimWins() async throws {
        let journal = try await open()
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...16 {
                group.addTask {
                    let owner = LeaseOwner(host: "h\(number)", process: number, token: "t")
                    return try await journal.claim("e", by: owner, until: 200, now: 100)
                }
            }
            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(wins == 1)
    }

    func keepsOneChain() async throws {
        let journal = try await open()
        try await Self.appendMany(200, to: [journal])
        #expect(try await journal.verify() == Verification(entries: 200, firstBroken: nil))
    }

    /// Appends through several connections at once.
    package static func appendMany(_ count: Int, to journals: [any Journal]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                let journal = journals[number % journals.count]
                group.addTask {
                    try await journal.append(
                        .undoRequested(by: "\(number)", isForced: false), to: "e\(number % 3)", at: time)
                }
            }
            try await group.waitForAll()
        }
    }
}
