extension LocalSeed {
  static let marketing: [Item] = [
    .prompt(
      "Launch mail in three parts", "A short series that announces a product",
      "Write three mails that announce [PRODUCT] to [AUDIENCE]: one that asks a question, one that shows the answer, one that opens the doors. At most 120 words each, one link each.",
      in: "marketing", ["email", "launch", "copywriting"], price: 18, views: 1840, sales: 96, rating: 4.7),
    .prompt(
      "Name finder", "Twenty names for a product, with reasons",
      "Propose twenty names for [PRODUCT]. For each: how it sounds aloud, what it reminds of, and one risk. Mark the three you would keep.",
      in: "marketing", ["naming", "launch", "branding"], price: 12, views: 2210, sales: 143, rating: 4.5),
    .prompt(
      "Landing page that answers doubts", "A page built from what buyers ask",
      "List the seven doubts a buyer of [PRODUCT] has. Then write a landing page in which each paragraph settles one of them without naming it.",
      in: "marketing", ["web", "copywriting", "conversion"], price: 25, views: 990, sales: 41, rating: 4.8),
    .prompt(
      "Subject lines under 40 characters", "Lines that fit a phone",
      "Write fifteen subject lines of at most 40 characters for a mail about [TOPIC]. No capitals, no exclamation marks, no promises.",
      in: "marketing", ["email", "copywriting"], price: 5, views: 3120, sales: 260, rating: 4.3),
    .prompt(
      "Press note for local papers", "News a local editor can print as it is",
      "Write a press note of 250 words about [EVENT] for the local paper of [TOWN]. The first sentence says who, what, where and when. Add two quotations I can have approved.",
      in: "marketing", ["press", "launch"], price: 9, views: 610, sales: 22, rating: 4.1),
    .prompt(
      "Customer interview guide", "Questions that do not lead the witness",
      "Make a guide for a 30 minute interview with [CUSTOMER] about [PROBLEM]. Only open questions about what they did last time; none about the future.",
      in: "research", ["interview", "customers"], price: 15, views: 870, sales: 38, rating: 4.9),
    .prompt(
      "Price test plan", "Find a price without guessing",
      "Plan a price test for [PRODUCT], now at [PRICE]. Say what to change, how long, how many visitors it needs, and at which result to stop.",
      in: "marketing", ["pricing", "conversion"], price: 29.5, views: 740, sales: 19, rating: 4.4),
    .prompt(
      "Social post calendar", "Four weeks of posts from one idea",
      "Turn [IDEA] into twelve posts over four weeks: date, channel, text of at most 280 characters, and the picture it needs.",
      in: "social", ["calendar", "copywriting"], price: 8, views: 2650, sales: 171, rating: 4.2),
    .prompt(
      "One-line pitch", "What you do, in one breath",
      "Ask me five questions about my work, one at a time. Then write ten one-line pitches of at most twelve words.",
      in: "social", ["pitch", "branding"], price: 0, views: 4890, sales: 512, rating: 4.6),
  ]
}
