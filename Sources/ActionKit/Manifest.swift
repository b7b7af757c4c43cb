package import AWSClient
package import JSON

/// What an action is, needs and may be told: the one declaration from which roles, templates, checks and pages follow.
package struct Manifest: Sendable {
    /// When an action runs in a response.
    package enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
        /// Changes the resource.
        case contain
        /// Tells people, once the outcome is known.
        case notify
        /// Closes the finding, only after a verified containment that people were told of.
        case archive
        /// Notes the outcome where the finding came from, whatever it was.
        case report

        /// Its number instead of its name, which Swift would hash.
        package func hash(into hasher: inout Hasher) {
            let number =
                switch self {
                case .contain: 0
                case .notify: 1
                case .archive: 2
                case .report: 3
                }
            hasher.combine(number)
        }
    }

    /// The harm of acting wrongly, for the people who choose an action.
    ///
    /// It loosens nothing: a guard that cannot be read holds every response that changes something.
    package enum Harm: String, Hashable, Sendable {
        case none, medium, high
    }

    /// How many changes an hour are allowed where the playbook has no limit of that scope: as many at once, and as many
    /// again within the hour that follows.
    package struct Budget: Hashable, Sendable {
        package let account: Int
        package let organization: Int

        package init(account: Int, organization: Int) {
            self.account = account
            self.organization = organization
        }
    }

    /// Service and verb, such as `ec2.isolate-instance`.
    package let id: String
    /// What it does, in one sentence.
    package let summary: String
    package let phase: Phase
    package let harm: Harm
    /// Operations it reads with while deciding.
    package let reads: [Operation]
    /// Operations that its effects, conditions and proof read with, under the role that acts.
    package let watches: [Operation]
    /// Operations that its effects read with under the role that takes its changes back.
    package let undoWatches: [Operation]
    /// Operations its steps call.
    package let writes: [Operation]
    /// Operations its undos call.
    package let undos: [Operation]
    package let options: [Option]
    /// What its role may change: statements for exactly the IAM actions of `writes`, and the guards around them.
    package let grants: [Grant]
    /// The same for the role that takes its changes back, and `undos`.
    package let undoGrants: [Grant]
    /// nil for actions that only the limits of the playbook bound.
    package let budget: Budget?

    /// Effects are taken to read with what decides, unless `watches` is given; and an undo, to read with what effects do.
    package init(
        id: String, summary: String, phase: Phase, harm: Harm, reads: [Operation] = [], watches: [Operation]? = nil,
        undoWatches: [Operation]? = nil, writes: [Operation], undos: [Operation] = [], options: [Option] = [],
        grants: [Grant] = [], undoGrants: [Grant] = [], budget: Budget? = nil
    ) {
        self.budget = budget
        self.id = id
        self.summary = summary
        self.phase = phase
        self.harm = harm
        self.reads = reads
        self.watches = watches ?? reads
        self.undoWatches = undoWatches ?? (undos.isEmpty ? [] : self.watches)
        self.writes = writes
        self.undos = undos
        self.options = options
        self.grants = grants
        self.undoGrants = undoGrants
    }

    /// IAM actions of everything the action does, sorted and without repetition.
    package var iamActions: [String] {
        Set((everyRead + writes + undos).flatMap(\.iamActions)).sorted()
    }

    /// Everything it reads with, under whichever role, each once.
    package var everyRead: [Operation] {
        var seen: Set<String> = []
        return (reads + watches + undoWatches).filter { seen.insert($0.id).inserted }
    }

    /// One thing a playbook may tell the action.
    package struct Option: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case flag, text, texts, integers
            case choice([String])
            /// Names with a text, a JSON path into the event, or a list of them.
            case parameters
        }
        /// Lower case with dashes, such as `cut-live-flows`.
        package let name: String
        package let kind: Kind
        /// Used when the playbook is silent; nil when the playbook must give the option.
        package let standard: JSONValue?
        /// What it does, in one sentence.
        package let help: String

        package init(_ name: String, _ kind: Kind, standard: JSONValue?, _ help: String) {
            self.name = name
            self.kind = kind
            self.standard = standard
            self.help = help
        }
    }
}
