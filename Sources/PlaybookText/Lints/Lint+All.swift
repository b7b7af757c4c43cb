import Playbook

extension Lint {
    /// Every lint, by its id.
    package static let all: [Lint] = [
        .notOneDocument, .twiceTheKey, .unknownKey, .missingKey, .wrongKind, .wrongVersion, .noValue, .ruleName,
        .exceptionTerms, .topicARN, .guardrailValue, .protectPattern, .emptyList, .topologyValue, .testValue,
        .invalidPattern,
        .wildcardComplexity, .unpinnedSource, .numericAccount, .unknownFindingType, .retiredFindingType,
        .unknownSource, .unmatchedPrefix, .unknownDetailType, .unknownEnvelopeField, .misspelledField,
        .impossibleValue, .foreignField, .contradiction, .coveredAlternative, .unknownAction, .badOption,
        .malformedPath, .repeatedAction, .approvalTerms, .approvalOfNothing, .approvalHoldsOthers, .irreversible,
        .lonelyArchive, .silentContainment, .duplicateRule, .shadowedRule, .fightingRules, .bypassedApproval,
        .nothingProtected, .nothingLimited, .idleLimit, .unknownRunbook, .runbookParameter, .runbookRole, .dryRun,
        .patternSize, .tooManyRules,
    ]

    /// What looks through a playbook once it is read; lints that are not among them are told of while reading.
    static let checks: [@Sendable (LintSubject) -> [Diagnostic]] = [
        detailTypes, envelopeFields, misspelledFields, impossibleValues, foreignFields, contradictions,
        coveredAlternatives,
        silentContainments, superfluousRules, rivals, unprotected, unlimited, idleLimits, unknownRunbooks,
        runbookParameters,
        rolelessRunbooks, dryRuns, longPatterns, manyRules,
    ]
}
