import Testing

@testable import Deployment

@Suite struct YAMLTextTests {
    @Test(
        "a text is plain only where every YAML reads it back as that text",
        arguments: [
            ("AWS::S3::Bucket", "AWS::S3::Bucket"), ("yes", "\"yes\""), ("NULL", "\"NULL\""), ("", "\"\""),
            ("2012-10-17", "\"2012-10-17\""), ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), ("a:", "\"a:\""),
            ("*", "\"*\""), ("a\nb", "\"a\\nb\""), ("ec2:CreateTags", "ec2:CreateTags"), ("${A}", "\"${A}\""),
        ])
    func scalars(text: String, written: String) { #expect(YAMLText.scalar(text) == written) }

    @Test("trees are written in block style, what is short on one line, functions in their short form")
    func trees() {
        let node: CloudNode = [
            "A": ["B": [["C": 1, "D": true], "e", [["x"]]], "F": [], "G": [:]], "R": .ref("X"),
            "S": .sub("a-${X}"), "T": .attribute("X", "Arn"), "I": .when("C", "a"),
            "L": ["a", .ref("X"), "b, c"], "M": ["P": ["O": ["aws:a/b:c": .sub("${D}")]]],
            "Long": ["\(String(repeating: "a", count: 60))", "\(String(repeating: "b", count: 60))"],
        ]
        #expect(
            YAMLText.text(node) == """
                A:
                  B:
                  - {C: 1, D: true}
                  - e
                  - - [x]
                  F: []
                  G: {}
                R: !Ref X
                S: !Sub "a-${X}"
                T: !GetAtt X.Arn
                I:
                  Fn::If: [C, a, !Ref AWS::NoValue]
                L: [a, !Ref X, "b, c"]
                M:
                  P:
                    O: {aws:a/b:c: !Sub "${D}"}
                Long: [\(String(repeating: "a", count: 60)),
                  \(String(repeating: "b", count: 60))]

                """)
    }
}
