extension Topic {
  /// Every member of a `plugin.json`: the terms are the members' names.
  static let manifest: [Section] = [whole, grants, command, parameter, resource, field, service, endpoint]

  private static let whole: Section = .section(
    "The manifest", "Members that are not known are passed over.",
    [
      .entry("protocol", "1: the version of these words."),
      .entry("name", "Its name, the first word of its commands."),
      .entry("version, summary", "Which it is, and what it is for in one line."),
      .entry(
        "requires",
        "What it needs of sp: json, jsonl, text, services, endpoints, channel, http, cache, sql, queue, progress, ask. "
          + "What this sp has not is refused."),
      .entry("executable", "The program that carries out its commands, below its folder."),
      .entry("timeout", "How long a command may take, such as 30s; 10m unless told, or none."),
      .entry("grants, commands, resources, service, endpoints", "As below."),
    ])

  private static let grants: Section = .section(
    "Grants", "",
    [
      .entry("services", "{\"snackprompt\": \"read\"}: the services that it may ask, to read or to write."),
      .entry("tables", "[\"prompts\"]: the tables of the cache that it may read, besides its own."),
      .entry(
        "network",
        "none has the executable started where there is no network, so that only sp asks services for it. Where the "
          + "system does not let anyone do that, sp plugin add says so before it asks."),
    ])

  private static let command: Section = .section(
    "A command", "What the executable carries out.",
    [
      .entry("command", "The words behind the name; none for the name alone."),
      .entry("summary, detail", "What it does in one line, and what else there is to know."),
      .entry("arguments, options", "What it takes, as below."),
      .entry("answer", "json for one value or an array, jsonl for a record a line, text; json unless told."),
      .entry(
        "resource",
        "What the records of its answer are: they are kept, so that sp sql has a view of the name, and sp search their "
          + "searched fields."),
      .entry(
        "listsAll",
        "true where it answers with every record of its resource when nothing is asked of it: sp sync runs it, "
          + "--offline and --max-age have the cache answer for it, and export writes every record."),
      .entry("input", "true has our standard input follow the call."),
      .entry("writes", "true where it changes something; --read-only refuses it."),
      .entry("timeout", "In place of that of the manifest."),
      .entry("examples: purpose, line", "Lines worth copying."),
    ])

  private static let parameter: Section = .section(
    "An argument or an option", "Also a parameter of an endpoint.",
    [
      .entry("name, help", "What it is called, and what it is for in one line; max_price is --max-price."),
      .entry(
        "kind",
        "text, integer, number, boolean, flag, timestamp, span, texts, json, object, file, records or id; text unless told."
      ),
      .entry("of", "With id: the resource whose ids complete."),
      .entry("parts", "With records: the members of each."),
      .entry("open", "true where a text may also be JSON of another kind."),
      .entry("required, repeatable", "true where it must be given, or may be several times."),
      .entry("allowed, default", "The values that it takes, and the one that counts when none is given."),
      .entry("min, max, minLength, maxLength", "How large a number and how long a text may be."),
      .entry("form", "phone, url, place (an address or a path) or email: what a text must be."),
      .entry("unit, placeholder", "What help says of its value."),
      .entry("short", "The letter of an option."),
      .entry("secret", "true has it read from a file, from standard input or without echo."),
      .entry(
        "filter",
        "How it chooses records, by a field: {\"equals\": \"town\"}, or anyOf, atLeast, atMost, excluded, or text with "
          + "fields. The cache then chooses alike."),
      .entry(
        "role", "page, page-size, offset, sort, order or fields: what it does for a list of an endpoint."),
      .entry("in", "header where it is sent as a header field."),
      .entry("wholeBody", "true where its value is the whole body."),
      .entry(
        "source", "Where a record shows what a member of a body wrote, when that is under another name."),
    ])

  private static let resource: Section = .section(
    "A resource", "",
    [
      .entry("name, singular", "The plural word, which is the name of its table, and the singular one."),
      .entry("fields", "As below."),
      .entry("id, label", "The field that identifies a record, and the one that people know it by."),
      .entry("columns", "The fields that a table on a terminal has."),
      .entry(
        "version, created", "The field that changes whenever a record does, and the moment of its creation."),
      .entry("identity", "The fields that tell two records apart for import."),
      .entry("single", "true where there is one record for each account."),
    ])

  private static let field: Section = .section(
    "A field", "",
    [
      .entry("name, help, unit", "Its name in the record, what it is, and in what it is measured."),
      .entry("kind", "text, integer, number, boolean, timestamp, list or object; text unless told."),
      .entry("searched", "true where sp search looks into it."),
      .entry("inLists", "false where only single answers have it."),
      .entry("secret", "true where it is shown masked and never kept."),
      .entry("parts", "The fields of an object, or of each in a list."),
    ])

  private static let service: Section = .section(
    "A service", "",
    [
      .entry("title, summary", "What people call it, and what it is for."),
      .entry("url", "Where it is."),
      .entry("addresses: name, url", "Where it is, when there are several places."),
      .entry(
        "auth: kind, name",
        "bearer, basic (a name and a password), header, query, cookie or none, and the name of the field."),
      .entry(
        "envelope: data, meta, success, code, message, details",
        "Where answers have the payload, the totals, whether it worked, and what is wrong."),
      .entry("paging: kind, largest, total", "pages, offsets or none; the largest page; where the total is."),
      .entry("limits: class, limit", "How many requests of a class it takes, such as 60/1m."),
      .entry("keyPrefixes", "What its keys begin with."),
      .entry("probe", "A path whose answer tells that it is there."),
    ])

  private static let endpoint: Section = .section(
    "An endpoint", "A command that sp carries out by asking the service.",
    [
      .entry("command, summary, examples", "As those of a command."),
      .entry("method, path", "GET, POST, PUT, PATCH or DELETE; /todos/{id}."),
      .entry("at", "The parameters in the holes of the path, in their order."),
      .entry("query, body", "The parameters behind the path and in the body."),
      .entry("action", "list, get, create, update, delete or call: what it does to records of its resource."),
      .entry("resource", "What its records are."),
      .entry("data, paging", "In place of those of the service."),
      .entry("success", "The status that means success; 200 unless told."),
      .entry("rate", "The class of the limits that it counts for: read or write unless told."),
      .entry("consent", "destructive, paid or published: asks before it is sent."),
    ])
}
