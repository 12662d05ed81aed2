import Sandbox
import Values

/// What is known of the views and sales of prompts.
enum LocalAnalytics {
  private typealias Counts = LocalTraffic.Counts

  /// One prompt's sums.
  private struct Line {
    var period = Counts()
    var hour = Counts()
    var day = Counts()
    var week = Counts()
    var month = Counts()
  }

  /// The sums of each prompt, with the totals beside them.
  @Sendable static func prompts(_ call: Call) throws(Refusal) -> Answer {
    let period = try LocalPeriod(call.query, now: call.store.now).hours
    let now = LocalTraffic.hour(call.store.now)
    var lines: [String: Line] = [:]
    let read = min(period.lowerBound, now - 719)...max(period.upperBound, now)
    for week in try LocalTraffic.weeks(in: read, call.store) {
      var line = lines[week.prompt] ?? Line()
      line.period += week.sum(period)
      line.hour += week.sum(now...now)
      line.day += week.sum((now - 23)...now)
      line.week += week.sum((now - 167)...now)
      line.month += week.sum((now - 719)...now)
      lines[week.prompt] = line
    }
    let asked = call.query["prompt_ids"]?.array.map { Set($0.compactMap(\.string)) }
    let prompts = try call.store.records("prompts").all().filter { prompt in
      asked?.contains(prompt["id"]?.string ?? "") ?? true
    }
    var total = Counts()
    let records = prompts.map { prompt -> Answer.Payload in
      let line = lines[prompt["id"]?.string ?? ""] ?? Line()
      total += line.period
      return .value(.object(record(prompt, line)))
    }
    var answer = Answer(.list(records))
    answer.meta = [
      "total_prompts": .number(.init(prompts.count)), "total_views": .number(.init(total.views)),
      "total_sales": .number(.init(total.sales)), "total_revenue": total.revenue,
      "average_conversion_rate": total.conversion,
    ]
    return answer
  }

  private static func record(_ prompt: JSON.Object, _ line: Line) -> JSON.Object {
    var record = prompt.picking(["id", "title", "price"])
    record["views"] = .number(.init(line.period.views))
    record["views_last_hour"] = .number(.init(line.hour.views))
    record["views_last_24_hours"] = .number(.init(line.day.views))
    record["views_last_7_days"] = .number(.init(line.week.views))
    record["views_last_30_days"] = .number(.init(line.month.views))
    record["sales"] = .number(.init(line.period.sales))
    record["sales_last_24_hours"] = .number(.init(line.day.sales))
    record["sales_last_7_days"] = .number(.init(line.week.sales))
    record["sales_last_30_days"] = .number(.init(line.month.sales))
    record["revenue"] = line.period.revenue
    record["revenue_last_24_hours"] = line.day.revenue
    record["revenue_last_7_days"] = line.week.revenue
    record["revenue_last_30_days"] = line.month.revenue
    record["conversion_rate"] = line.period.conversion
    record["average_rating"] = prompt["rating"] ?? 0
    return record
  }

  /// Every hour of the last days, those without a view too.
  @Sendable static func hourly(_ call: Call) throws(Refusal) -> Answer {
    let days = call.query["days"]?.int ?? 7
    let now = LocalTraffic.hour(call.store.now)
    let range = (now - 24 * days + 1)...now
    let prompt = call.query["prompt_id"]?.string
    if let prompt { _ = try call.store.records("prompts").get(prompt) }
    var hours: [Counts] = .init(repeating: Counts(), count: range.count)
    for week in try LocalTraffic.weeks(of: prompt, in: range, call.store) {
      for (index, counts) in week.hours.enumerated() where range.contains(week.start + index) {
        hours[week.start + index - range.lowerBound] += counts
      }
    }
    var answer = Answer(
      .list(
        hours.enumerated().map { index, counts in
          var record = JSON.Object()
          record["timestamp"] = .string(LocalTraffic.moment(range.lowerBound + index).rfc3339)
          counts.add(to: &record)
          return .value(.object(record))
        }))
    answer.meta = meta(hours, from: range.lowerBound)
    return answer
  }

  /// The mean hour, the fullest and the emptiest; of several alike the first.
  private static func meta(_ hours: [Counts], from first: Int) -> JSON {
    func place(_ index: Int?) -> JSON {
      guard let index else { return .null }
      return [
        "timestamp": .string(LocalTraffic.moment(first + index).rfc3339),
        "views": .number(.init(hours[index].views)),
      ]
    }
    let views = hours.reduce(0) { $0 + $1.views }
    let peak = hours.indices.reversed().max { hours[$0].views < hours[$1].views }
    let lowest = hours.indices.min { hours[$0].views < hours[$1].views }
    return [
      "total_hours": .number(.init(hours.count)),
      "average_hourly_views": .decimal(Double(views) / Double(max(1, hours.count)), digits: 2),
      "peak_hour": place(peak), "lowest_hour": place(lowest),
    ]
  }
}
