import Catalog

extension Topic {
  static let queries = Topic(
    "queries", "Find records: filters, SQL and full text",
    text: """
      Filters of a list are asked of the service. --where, sp sql and sp search look at what is here: the answer, and \
      the cache that every answer fills.
      """,
    examples: [
      .example("Fill the cache once", "sp sync -q"),
      .example("By the service's own filters", "sp prompts list --category marketing --max-price 10"),
      .example("By any condition", "sp prompts list --where \"price < 10 and title like '%plan%'\""),
      .example("Count by category", "sp sql 'select category, count(*) from prompts group by 1' -o csv"),
      .example(
        "Look inside a list",
        "sp sql \"select title from prompts, json_each(tags) where value = 'email'\""),
      .example("Any word, in every service", "sp search customer --fields id,label"),
    ],
    sections: [
      .section(
        "SQL",
        """
        sp sql reads and never writes. Each resource is a view of its name with its fields as columns, for the profile \
        in force. Lists and objects are JSON: -> and ->> take them apart, json_each turns them into rows. --where takes \
        the same expressions on every list, for its fields.
        """),
      .section(
        "Full text",
        """
        sp search finds records that hold all words, each at the beginning of a word, whatever their accents and \
        capitals, the best first.
        """),
    ])

  static let offline = Topic(
    "offline", "Work without a network",
    text: """
      Every answer is kept in the cache. --offline answers from it alone, with the same filters, order and pages as the \
      service; what was never fetched ends with exit code 9, and nothing is made up.
      """,
    examples: [
      .example("Before the journey", "sp sync -q"),
      .example("On the way", "sp prompts list --offline --category writing --fields id,title"),
      .example("Write now, send later", "sp prompts update prompt-2 --price 9 --offline"),
      .example("Back again", "sp queue run"),
      .example("What is here, and how old", "sp cache status"),
    ],
    sections: [
      .section(
        "Reading", "",
        [
          .entry("--offline", "From the cache; no connection is opened."),
          .entry("--max-age 1h", "From the cache if it is no older; cache.max-age does so always."),
          .entry("--refresh", "From the service, however fresh the cache is."),
          .entry("sp sync --whole", "Fills the cache, with what lists leave out too."),
        ]),
      .section(
        "Writing",
        """
        Writes with --offline go into the queue, and so do writes with --queue. sp queue run sends them, each once, \
        within the rate limits. Where the network fails by itself, an old answer is used and said to be old.
        """),
    ])

  static let importing = Topic(
    "import", "Bring in many records from files, each once",
    text: """
      Whatever can be created one by one can be imported. A plan comes first: how many rows would be created, changed \
      or left alone, and when the service's limit lets them be done. Nothing is sent before it is agreed to.
      """,
    examples: [
      .example(
        "A file to try it with",
        "printf 'title,prompt\\nPoet,Write about [THING].\\n' > acts.csv"),
      .example("The plan alone", "sp prompts import acts.csv --map prompt=content --dry-run"),
      .example(
        "With a price for all of them",
        "sp prompts import acts.csv --map prompt=content --set price=5 --yes"),
      .example(
        "Again: nothing is sent",
        "sp prompts import acts.csv --map prompt=content --set price=5 --yes"),
      .example("The inverse", "sp prompts export -o csv > all.csv"),
      .example("Change prices in a spreadsheet, then", "sp prompts import all.csv --yes"),
    ],
    sections: [
      .section(
        "Files",
        """
        CSV, TSV, JSON, JSON Lines, and folders of Markdown with front matter; - is standard input. Columns are \
        matched to fields by name, in any spelling; --map COLUMN=FIELD says otherwise.
        """),
      .section(
        "Which record a row is",
        """
        A row with an id is that record. --key FIELD names another field by which rows find their records. Without \
        either, a row is the record whose identifying fields are the same. --mode create|upsert|update says what may \
        be written.
        """),
      .section(
        "What goes wrong",
        """
        A row that cannot be imported stops no other. FILE.rejects.csv holds those rows as they were, ready to be \
        mended and imported; FILE.rejects.jsonl says why. Exit code 7 says that there are some.
        """),
      .section(
        "What takes long",
        """
        Rows go through the queue. Ctrl-C, --within 1h or a closed lid end the command and lose nothing: sp queue run \
        goes on where it stopped, and the same import again sends only what is missing.
        """),
    ])

  static let queue = Topic(
    "queue", "Writes that are not confirmed yet",
    text: """
      A write of an import, one with --queue, or one made offline waits in the queue until the service confirmed it. \
      The queue outlives restarts; every process on the machine shares it and the record of rate limits.
      """,
    examples: [
      .example("Put a write there", "sp prompts update prompt-2 --price 9 --queue"),
      .example("See what waits", "sp queue list --fields id,state,operation"),
      .example("Send it", "sp queue run"),
      .example("How much of the limits is left", "sp limits"),
    ],
    sections: [
      .section(
        "States", "",
        [
          .entry("planned", "Not sent yet."),
          .entry("sent", "On its way at this moment."),
          .entry("confirmed", "The service has it; its content is forgotten here."),
          .entry("rejected", "The service refused it; retry or cancel."),
          .entry("unknown", "No answer came: it may have arrived, or not."),
        ]),
      .section(
        "Never twice",
        """
        A write whose answer never came is looked up at the service before it may be sent again. Where that cannot \
        decide, sp stops and asks: sp queue resolve ID --arrived, or sp queue retry ID.
        """),
    ])
}
