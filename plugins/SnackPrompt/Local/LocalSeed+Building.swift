extension LocalSeed {
  static let building: [Item] = [
    .prompt(
      "Review like a colleague", "A code review that finds what matters",
      "Review the change below. First say what it does in one sentence. Then list at most five findings, worst first, each with the line and a fix.\n\n[DIFF]",
      in: "programming", ["review", "quality"], price: 14, views: 3340, sales: 287, rating: 4.9),
    .prompt(
      "Tests that can fail", "Cases a careless change would break",
      "For the function below write a table of test cases: input, expected, and the bug each would catch. Leave out any case that no bug would fail.\n\n[CODE]",
      in: "programming", ["testing", "quality"], price: 14, views: 2480, sales: 198, rating: 4.7),
    .prompt(
      "Commit messages with reasons", "Says why, not what",
      "Write the message of this commit: a subject of at most 60 characters in the imperative, then why it was needed and what was considered instead.\n\n[DIFF]",
      in: "programming", ["git", "writing"], price: 5, views: 1720, sales: 129, rating: 4.4),
    .prompt(
      "Query explainer", "What a database does with your SQL",
      "Explain the query plan below to someone who knows SQL but no internals. Name the slowest step and the index that would help.\n\n[PLAN]",
      in: "data", ["sql", "performance"], price: 16, views: 1090, sales: 63, rating: 4.6),
    .prompt(
      "Spreadsheet detective", "Finds what is odd in a table",
      "Here are the columns and twenty rows of a table. List what looks wrong: types, ranges, duplicates, impossible pairs. Give a check for each.\n\n[ROWS]",
      in: "data", ["csv", "quality"], price: 11, views: 960, sales: 47, rating: 4.3),
    .prompt(
      "Incident report", "Facts first, no blame",
      "Write an incident report from the log below: what users saw, a timeline, the cause, what limited the damage, and three actions with owners.\n\n[LOG]",
      in: "operations", ["incident", "writing"], price: 13, views: 680, sales: 29, rating: 4.5),
    .prompt(
      "Meeting to decisions", "Minutes people read",
      "From the transcript below list the decisions, who does what by when, and the questions left open. Nothing else.\n\n[TRANSCRIPT]",
      in: "operations", ["meeting", "summary"], price: 6, views: 2150, sales: 167, rating: 4.5),
    .prompt(
      "Weekly plan", "A week that fits into a week",
      "Here is what I want to do this week and my free hours per day. Make a plan that leaves a fifth of the time empty, and tell me what to drop.\n\n[LIST]",
      in: "productivity", ["planning"], price: 0, views: 4120, sales: 455, rating: 4.4),
  ]
}
