import Sandbox
import Values

extension LocalSeed {
  /// A sale that a customer is remembered for.
  struct Sale {
    var prompt: String
    var hour: Int
    var cents: Int
  }

  /// How busy the hours of a day are.
  private static let rhythm: [Double] = [
    3, 2, 2, 1, 1, 1, 2, 4, 6, 8, 9, 9, 8, 8, 9, 9, 9, 10, 11, 12, 11, 9, 6, 4,
  ]
  private static let weekend = 0.7
  private static let weeks = 13

  /// Spreads what the items were viewed and sold over the last three months, the same way each time; returns every
  /// fiftieth sale, in the order of time.
  static func traffic(
    _ items: [Item], _ prompts: [JSON.Object], _ store: Store
  ) throws(Refusal) -> [Sale] {
    let now = LocalTraffic.hour(store.now)
    let first = now - weeks * LocalTraffic.hoursPerWeek + 1
    var remembered: [Sale] = []
    for (index, (item, prompt)) in zip(items, prompts).enumerated() {
      let id = prompt["id"]?.string ?? ""
      let created = prompt.moment("created_at").map(LocalTraffic.hour) ?? first
      let start = min(now, max(first, created))
      var noise = LocalNoise(id)
      let reductions = reductions(of: index + 1, at: now)
      let busy = reductions.map(\.hours)
      let views = spread(item.views, over: start...now, busy: busy, &noise)
      let sales = spread(item.sales, over: start...now, busy: busy, &noise)
      var sold = 0
      for week in stride(from: LocalTraffic.week(of: start), through: now, by: LocalTraffic.hoursPerWeek) {
        var hours: [LocalTraffic.Counts] = .init(repeating: .init(), count: LocalTraffic.hoursPerWeek)
        for hour in max(week, start)...min(now, week + LocalTraffic.hoursPerWeek - 1) {
          let number = sales[hour - start]
          let percentage = reductions.first { $0.hours.contains(hour) }?.percentage ?? 0
          let cents = Int((LocalActs.reduced(item.price, by: Double(percentage)) * 100).rounded())
          hours[hour - week] = .init(views: views[hour - start], sales: number, cents: number * cents)
          for _ in 0..<number {
            sold += 1
            if sold % 50 == 17 { remembered.append(Sale(prompt: id, hour: hour, cents: cents)) }
          }
        }
        try LocalTraffic.put(.init(prompt: id, start: week, hours: hours), in: store)
      }
    }
    return remembered.sorted { ($0.hour, $0.prompt) < ($1.hour, $1.prompt) }
  }

  /// Splits a number over hours, more by day than by night, and more while a promotion lasts.
  private static func spread(
    _ total: Int, over hours: ClosedRange<Int>, busy: [ClosedRange<Int>], _ noise: inout LocalNoise
  ) -> [Int] {
    var weights: [Double] = []
    weights.reserveCapacity(hours.count)
    var sum = 0.0
    for hour in hours {
      let day = (hour - LocalTraffic.week(of: hour)) / 24
      let isBusy = busy.contains { $0.contains(hour) }
      sum +=
        rhythm[((hour % 24) + 24) % 24] * (day > 4 ? weekend : 1) * (isBusy ? 1.8 : 1)
        * (0.4 + 1.2 * noise.unit())
      weights.append(sum)
    }
    var given = 0
    return weights.map { weight in
      let reached = weight == sum ? total : Int((Double(total) * weight / sum).rounded(.down))
      defer { given = reached }
      return reached - given
    }
  }
}
