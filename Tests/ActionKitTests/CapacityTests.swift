import ActionKit
import Testing

@Suite struct CapacityTests {
    @Test(
        "all but one must serve, or four fifths where that is less",
        arguments: [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (9, 8), (10, 8), (11, 9), (100, 80)])
    func floor(_ desired: Int, _ floor: Int) {
        #expect(Capacity.floor(ofDesired: desired) == floor)
    }
}
