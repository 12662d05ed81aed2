extension Phrasebook {
  static let english = Phrasebook(
    language: .english,
    sentences: englishStory.merging(englishPersuasion) { $1 }.merging(englishOpinion) { $1 },
    lessons: [
      "One priority moves faster than five.",
      "A failure often shows the road that success hides.",
      "Consistency beats intensity.",
      "Asking for help saves months.",
      "What gets measured gets better.",
      "Starting small makes it possible to keep going.",
      "Fear shrinks the moment you act.",
    ],
    advice: [
      .init("Start with a question", "Before you act, write down in one sentence what you want to change."),
      .init("Pick a single priority", "For one month, everything else waits."),
      .init("Show what happens backstage", "One lived example is worth more than a promise."),
      .init("Put it in the calendar", "One hour a week, always the same one, is enough to move."),
      .init("Ask for an honest opinion", "One frank person saves you weeks."),
      .init("Track a single number", "What you follow every week ends up growing."),
      .init("Write simply", "Short words, active verbs, one idea per sentence."),
      .init("Finish what you started", "A small result in public beats a great project in a drawer."),
    ],
    mistakes: [
      .init("Talking to everyone", "A message that aims at all reaches nobody."),
      .init("Waiting for the right moment", "It comes once you have already begun."),
      .init("Copying others", "What works elsewhere loses its strength once it is copied."),
      .init("Changing course every week", "Without time, no effort leaves a trace."),
      .init("Hiding your failures", "They are what builds trust."),
      .init("Doing everything in a rush", "Speed feels like progress and rarely is."),
      .init("Forgetting to ask", "If nobody is asked, nobody answers."),
    ],
    headings: [
      .before: "Where it began", .trouble: "The wall", .turn: "The turning point", .after: "Today",
      .attention: "Why it matters", .interest: "What is really at stake", .desire: "What becomes possible",
      .action: "The first step", .problem: "The problem", .agitation: "What it costs",
      .solution: "The solution",
      .hook: "The hook", .offer: "What I offer", .opening: "To begin with", .closing: "To finish",
      .belief: "What everyone believes", .objection: "Why I disagree", .evidence: "What I have seen",
      .nuance: "The nuance", .stance: "Where I stand", .moral: "The lesson",
    ],
    tell: ("tell you {topic}", "talk about {topic}", "talk about one simple idea: {topic}"),
    something: "this subject",
    frame: Frame(
      vocabulary: "My words of the moment:", lessons: "What I take from it:", subject: "Subject:",
      greeting: "Hello,", farewell: "Talk soon,", summary: "In short:",
      tags: [
        "Storytelling", "Communication", "Creativity", "Business", "Inspiration", "Motivation", "Advice",
        "Writing",
      ]))

  private static let englishStory: [Part: [String]] = [
    .hook: [
      "Nobody else will say it, so I will: it is time to {tell}.",
      "I hesitated for a long time to {tell}.",
      "It took me years to find the courage to {tell}.",
      "Stop for a minute, I am going to {tell}.",
    ],
    .before: [
      "In the beginning, I had neither a method nor a plan for {thing}.",
      "It all started on a Monday morning, with a blank page and plenty of doubts.",
      "Three years ago, I had no idea what to do with {thing}.",
      "I did what everyone does, without ever asking why.",
    ],
    .trouble: [
      "Every effort seemed to bring me back to the same place.",
      "The harder I pushed, the slower I moved.",
      "I lost time, money and a good part of my confidence.",
      "Around me, everyone had an opinion about {thing}, and nobody had an answer.",
    ],
    .turn: [
      "Then one simple question changed everything: what if I did the opposite?",
      "One evening, I went through it all again from the start, line by line.",
      "It clicked because of a passing remark, just when I had stopped believing in it.",
      "That day, I understood that I was not short of strength, but of direction.",
    ],
    .after: [
      "Today, I look at {thing} with different eyes.",
      "Today, I sleep better, and the results follow.",
      "Since then, every week has confirmed that choice.",
    ],
    .moral: [
      "The lesson fits in one sentence: what blocks us often shows us where to go.",
      "If I had to sum it up: we learn by moving, never by waiting.",
      "Nothing was lost, everything was left to learn.",
    ],
    .question: [
      "And you, what is the greatest lesson you have learnt about it?",
      "And you, what is still holding you back?",
      "And if you could change one single thing, which one would you choose?",
    ],
    .invitation: [
      "Tell me what you think, I read every answer.",
      "Share this with somebody who needs it today.",
      "Keep this at hand and try it tomorrow.",
    ],
    .wink: [
      "Spoiler: my coffee never doubted me.",
      "I promise that no spreadsheet was harmed along the way.",
      "Yes, I also tried positive thinking; it is still sulking.",
    ],
    .courage: [
      "You already have everything you need to begin.",
      "One step today counts for more than a hundred promises for tomorrow.",
    ],
  ]

  private static let englishPersuasion: [Part: [String]] = [
    .attention: [
      "Do you think you know everything about {thing}?",
      "Nine people out of ten miss what matters most.",
      "A single decision can change everything for {thing}.",
    ],
    .interest: [
      "Behind {thing}, there is always a habit that nobody questions.",
      "People who make progress do not work more: they choose better.",
      "The most surprising part is how simple it is.",
    ],
    .desire: [
      "Imagine a week in which all your efforts finally pull in the same direction.",
      "Fewer doubts, more clarity, and the pleasure of seeing things move.",
      "It is within reach of anyone who agrees to start small.",
    ],
    .action: [
      "Begin today: ten minutes, one sheet of paper, one question.",
      "Choose one action for {thing} and do it before tonight.",
      "Write down the first step now, then block the time to do it.",
    ],
    .problem: [
      "We spend hours on {thing} without seeing a result.",
      "The real problem is that nobody teaches us how to choose.",
      "Everything looks important, so nothing moves.",
    ],
    .agitation: [
      "Meanwhile, chances go by and fatigue settles in.",
      "Every lost week makes the next one harder.",
      "And the worst part is that we end up believing it is normal.",
    ],
    .solution: [
      "The solution fits in three verbs: sort, decide, start again.",
      "One clear rule for {thing} is enough, kept for a month.",
      "It is not a matter of talent, but of method.",
    ],
    .offer: [
      "That is exactly what I now pass on, step by step, to those who want to move.",
      "I have gathered all I learnt about {thing} in a simple guide, without jargon.",
      "If you want to save time, I will show you the whole method.",
    ],
  ]

  private static let englishOpinion: [Part: [String]] = [
    .opening: [
      "Here are {number} points to keep at hand.",
      "I have put it all into {number} points, from the simplest to the most useful.",
      "{number} points, no jargon, nothing but experience.",
    ],
    .closing: [
      "One of these points, applied this week, is enough to feel the difference.",
      "Nothing complicated: pick one of them and stick to it.",
    ],
    .belief: [
      "Everybody repeats the same thing about {thing}, and everybody nods.",
      "The idea is so common that nobody dares to discuss it any more.",
      "We were taught to follow the rule without questioning it.",
    ],
    .objection: [
      "I think exactly the opposite.",
      "I no longer believe it, and here is why.",
      "That rule reassures, but it moves nobody forward.",
    ],
    .evidence: [
      "The best results I have seen came from people who did the reverse.",
      "In practice, following the crowd guarantees one thing: arriving when it does.",
      "Each time I broke that rule, I learnt something useful.",
    ],
    .nuance: [
      "Of course, the usual advice has its place at the very beginning.",
      "Not everything in the common belief is wrong: applying it everywhere is.",
    ],
    .stance: [
      "My position is simple: a tested conviction beats a copied piece of advice.",
      "Keep what works for you, and leave the rest to others.",
    ],
  ]
}
