import Platform
import Testing

/// What a service's document lets this side know to be wrong is refused with 2, and nothing is sent.
@Suite struct WrongValueTests {
  /// Lines of words and what is said of them. A word may be an object, which stands in a file then; · is a space in
  /// a word.
  static let snackprompt = """
    prompts list --page 0 | --page is at least 1, not 0
    prompts list --page 1 --limit 101 \
    | --limit is the size of a page when --page is given, 100 at most, not 101
    prompts list --order up | --order is one of asc, desc, not 'up'
    prompts list --min-price x | --min-price takes a number, not 'x'
    prompts list --max-price=-1 | --max-price is at least 0, not -1
    prompts get · | <prompt-id> is empty
    prompts create --title T --content= | --content is empty
    prompts create --content C | sp prompts create needs --title: title
    prompts create --title T --content C --price=-1 | --price is at least 0, not -1
    prompts create --title T --content C --image-url nope | --image-url must be an address such as https
    prompts create --title T --content C --variations {} | --variations must be a list of objects
    prompts create --title T --content C --variations [1] | --variations must be a list of objects
    prompts create --title T --content C --variations [{"description":"d"}] \
    | --variations element 1: title is missing
    prompts create --input {"title":5,"content":"C"} | title must be a text
    prompts create --input {"title":null,"content":"C"} | title is required
    prompts create --input {"title":"T","content":"C","price":"5"} \
    | price must be a number from 0 to 1000000
    prompts create --input {"title":"T","content":"C","price":-5} | price must be a number from 0 to 1000000
    prompts create --input {"title":"T","content":"C","tags":"a"} | tags must be a list of texts
    prompts create --input {"title":"T","content":"C","tags":[1]} | tags must be a list of texts
    prompts create --input [] | --input must hold one JSON object
    prompts update p --title= | --title is empty
    prompts update p --title= | --title is empty
    prompts update p --promotion-percentage 101 | --promotion-percentage is 0 to 100, not 101
    prompts update p --promotion-end-date soon | --promotion-end-date takes a time such as
    prompts update p --input {"title":null} | title is empty
    prompts update p --input {"on_promotion":"yes"} | on_promotion must be true or false
    prompts reprice --by nope --yes | --by takes 5%, -10%, +2 or -1, not 'nope'
    bundles list --order up | --order is one of asc, desc, not 'up'
    bundles create --name B | sp bundles create needs --prompt-ids: ids of its prompts
    bundles create --name B --prompt-ids= | --prompt-ids is empty
    bundles create --name B --prompt-ids a --price=-1 | --price is at least 0, not -1
    bundles create --name B --prompt-ids a --image-url nope | --image-url must be an address such as https
    bundles update b --prompt-ids= | --prompt-ids is empty
    bundles update b --name= | --name is empty
    analytics prompts --period decade | --period is one of today, week, month, year, all, not 'decade'
    analytics prompts --start-date 2025-02-01 --end-date 2025-01-31 \
    | --end-date must not be before --start-date
    analytics prompts --start-date soon | --start-date takes a time such as
    analytics performance p --granularity minute \
    | --granularity is one of hour, day, week, month, not 'minute'
    analytics performance p --period nope | --period is one of today, week, month, year, all, not 'nope'
    analytics performance p --start-date 2025-02-01 --end-date 2025-01-31 \
    | --end-date must not be before --start-date
    analytics hourly --days 31 | --days is 1 to 30, not 31
    analytics hourly --days 0 | --days is 1 to 30, not 0
    reports create | sp reports create needs --type: kind of report, such as performance
    reports create --type= | --type is empty
    reports create --type sales --format docx | --format is one of pdf, csv, json, not 'docx'
    questions list --status open | --status is one of pending, answered, all, not 'open'
    questions answer q | sp questions answer needs --response: the answer; @file reads it
    questions answer q --response= | --response is empty
    refunds list --status open | --status is one of pending, approved, denied, all, not 'open'
    refunds deny r | sp refunds deny needs --reason: why, for the customer
    refunds deny r --reason= | --reason is empty
    promotions list --status cancelled | --status is one of active, scheduled, expired, all, not 'cancelled'
    promotions create --prompt-ids a | sp promotions create needs --name: name
    promotions create --name P | sp promotions create needs --prompt-ids: ids of its prompts
    promotions create --name P --prompt-ids a | sp promotions create needs --discount-percentage: reduction
    promotions create --name P --prompt-ids a --discount-percentage 9 | sp promotions create needs --start-time
    promotions create --discount-percentage 0 | --discount-percentage is 1 to 100, not 0
    promotions create --discount-percentage 101 | --discount-percentage is 1 to 100, not 101
    promotions create --start-time tomorrow | --start-time takes a time such as
    promotions create --name P --prompt-ids a --discount-percentage 9 --start-time 2035-03-02 \
    --end-time 2035-03-01 | --end-time must be after --start-time
    promotions update p --start-time 2035-03-02 --end-time 2035-03-01 \
    | --end-time must be after --start-time
    promotions update p --prompt-ids= | --prompt-ids is empty
    users purchases · | <user-id> is empty
    users purchases u --page 0 | --page is at least 1, not 0
    webhooks create --url nope --events sale.completed | --url must be an address such as https
    webhooks create --url /hook --events sale.completed | --url must be an address such as https
    webhooks create --url https:// --events sale.completed | --url must be an address such as https
    webhooks create --url https://example.com/hook --events sale.nope \
    | --events must have elements of sale.completed, question.received,
    webhooks create --url https://example.com/hook --events= | --events is empty
    webhooks create --url https://example.com/hook | sp webhooks create needs --events: what to tell it of
    webhooks create --events sale.completed | sp webhooks create needs --url: address to tell
    webhooks update w --status off | --status is one of active, inactive, not 'off'
    webhooks update w --events= | --events is empty
    """

  static let shellia = """
    ask | sp ask needs <prompt>: the question or the task
    ask · | <prompt> is empty
    ask x --context 5 | --context must be an object
    ask x --context [1] | --context must be an object
    ask x --context nope | --context is not JSON: expected null at column 1
    ask x --temperature 9 | --temperature is 0 to 2, not 9
    ask x --temperature hot | --temperature takes a number, not 'hot'
    ask x --max-tokens 0 | --max-tokens is 1 to 4000, not 0
    ask x --max-tokens 1.5 | --max-tokens takes a whole number, not '1.5'
    ask --input {"prompt":"x","options":5} | options must be an object
    ask --input {"prompt":"x","options":{"temperature":"hot"}} \
    | options.temperature must be a number from 0 to 2
    requests list --from 2025-02-01 --to 2025-01-31 | --to must not be before --from
    requests list --from yesterday | --from takes a time such as
    requests list --offset=-1 | sp requests list has no option --offset
    subscription upgrade | sp subscription upgrade needs <plan>: the plan
    subscription upgrade gold --yes | <plan> is one of standard, pro, ultra, founder, not 'gold'
    subscription upgrade ultra --proration=maybe --yes | --proration is true or false, not 'maybe'
    quota checkout --tier huge | --tier is one of starter, basic, not 'huge'
    quota checkout --success-url nope | --success-url must be an address such as https
    quota checkout --cancel-url /no | --cancel-url must be an address such as https
    quota checkout --tier basic --yes | sp quota checkout needs --success-url: where the payment leads to
    tickets create --subject x | sp tickets create needs --message: what is wrong; @file reads it
    tickets create --message x | sp tickets create needs --subject: subject
    tickets create --subject= --message x | --subject is empty
    affiliate payout --method cash --paypal-email a@b.fr --yes | --method is one of paypal, not 'cash'
    affiliate payout --method paypal --paypal-email nope --yes \
    | --paypal-email must be an e-mail address, not 'nope'
    affiliate payout --method paypal --yes \
    | sp affiliate payout needs --paypal-email: e-mail address of the PayPal
    """

  static let socialsync = """
    social connect myspace | <platform> is one of instagram, tiktok
    social connect | sp social connect needs <platform>: the network
    social disconnect · --yes | <social_account-id> is empty
    inbox list --channel sms | --channel is one of whatsapp, instagram, all, not 'sms'
    inbox messages | sp inbox messages needs <conversation-id>: id of the conversation
    inbox send conv_123 · | <content> is empty
    inbox send conv_123 | sp inbox send needs <content>: what to say; @FILE reads it
    inbox send conv_123 hi --message-type image | --message-type is one of text, not 'image'
    instagram dm user_1 · | <text> is empty
    instagram post nope --yes | <image_url> must be an address such as https
    instagram post /a.jpg --yes | <image_url> must be an address such as https
    instagram post ftp://a/b.jpg --yes | <image_url> must be an address such as https
    instagram story nope --yes | <image_url> must be an address such as https
    instagram reply comment_1 · | <text> is empty
    instagram batch hi --recipients= --yes | --recipients must have 1 to 100 elements, not 0
    instagram batch · --recipients a --yes | <text> is empty
    whatsapp send 12345 hi | <to> must be a telephone number such as +33123456789, not '12345'
    whatsapp send +33123 hi | <to> must be a telephone number such as +33123456789, not '+33123'
    whatsapp send +331234567890123456 hi | <to> must be a telephone number such as +33123456789, not
    whatsapp send +0123456789 hi | <to> must be a telephone number such as +33123456789, not '+0123456789'
    whatsapp send +33123456789 · | <text> is empty
    whatsapp template +33123456789 hello \
    | sp whatsapp template needs --language-code: its language, such as fr_FR
    whatsapp template 12 hello --language-code fr \
    | <to> must be a telephone number such as +33123456789, not '12'
    whatsapp template +33123456789 hello --language-code fr --components 5 \
    | --components must be a list of objects
    whatsapp template +33123456789 hello --language-code fr --components [{"parameters":[]}] \
    | --components element 1: type is missing
    whatsapp media +33123456789 nope --media-type image | <media_url> must be an address such as https
    whatsapp media +33123456789 https://example.com/a.jpg --media-type gif \
    | --media-type is one of image, video, audio, document, not 'gif'
    whatsapp media +33123456789 https://example.com/a.jpg | sp whatsapp media needs --media-type: what it is
    whatsapp media 12 https://example.com/a.jpg --media-type image \
    | <to> must be a telephone number such as +33123456789, not '12'
    whatsapp batch [] --yes | <messages> must have 1 to 100 elements, not 0
    whatsapp batch {} --yes | <messages> must be a list of objects
    whatsapp batch [{"to":"12","text":"x"}] --yes \
    | <messages> element 1: to must be a telephone number such as
    whatsapp batch [{"to":"+33123456789"}] --yes | <messages> element 1: text is missing
    whatsapp batch [{"to":"+33123456789","text":5}] --yes | <messages> element 1: text must be a text
    insights history c --days 0 | --days is 1 to 365, not 0
    insights history c --days x | --days takes a whole number, not 'x'
    insights trends u --days 366 | --days is 1 to 365, not 366
    insights sync-user u --days 0 | --days is 1 to 365, not 0
    widget send hi --widget-id w | sp widget send needs --visitor-id: id of the visitor, the same for each
    widget send · --widget-id w --visitor-id v | <message> is empty
    widget send hi --widget-id w --visitor-id v --email nope | --email must be an e-mail address, not 'nope'
    widget file nope.js | <filename> is one of widget.js, widget.css, widget.html, not 'nope.js'
    instagram dm | needs <recipient_ig_id>
    instagram batch hi --yes | needs --recipients
    """

  static let crealia = """
    billing checkout --plan-id viral --yes \
    | sp billing checkout needs --billing-cycle: how often it is paid, such
    billing checkout --billing-cycle monthly --yes \
    | sp billing checkout needs --plan-id: plan, such as viral
    billing session | sp billing session needs <session_id>: id of Stripe's session
    chat send hi | sp chat send needs --session-id: id of the session
    chat send --session-id s · | <message> is empty
    chat history | sp chat history needs <chat_session-id>: id of the session
    ai image · | <prompt> is empty
    ai image x --size 1x1 | --size is one of 1024x1024, 1792x1024, 1024x1792, not '1x1'
    ai image x --quality 4k | --quality is one of standard, hd, not '4k'
    ai voice x --voice bob | --voice is one of alloy, echo, fable, onyx, nova, shimmer, not 'bob'
    ai voice x --speed 9 | --speed is 0.25 to 4, not 9
    ai voice · | <text> is empty
    ai subtitles nope | <URL> must be an address such as https
    ai subtitles ftp://a/b | <URL> must be an address such as https
    studio upload missing.mp4 | cannot open missing.mp4: No such file or directory
    studio compose --clips [] | --clips is empty
    studio compose | sp studio compose needs --clips: the clips in order, as JSON or @FILE
    studio compose --clips [{"endTime":3}] | --clips element 1: url is missing
    studio compose --clips [{"url":"/a.mp4","startTime":5,"endTime":3}] \
    | --clips element 1: endTime must be after startTime
    studio compose --clips [{"url":"/a.mp4","startTime":3,"endTime":3}] \
    | --clips element 1: endTime must be after startTime
    studio compose --clips [{"url":"/a.mp4","startTime":-1}] \
    | --clips element 1: startTime must be a number from 0 to 86400
    studio compose --clips [{"url":"nope"}] | --clips element 1: url must be an address such as
    studio compose --clips [{"url":"/a.mp4"}] --output-format gif \
    | --output-format is one of mp4, webm, mov, mkv, not 'gif'
    studio compose --clips [{"url":"/a.mp4"}] --music nope | --music must be an address such as https
    forum list --page 0 | --page is at least 1, not 0
    forum create --title T --content C --yes | sp forum create needs --category: category, such as questions
    forum create --title= --content C --category c --yes | --title is empty
    forum comment t · --yes | <content> is empty
    gdpr delete --confirmation yes | --confirmation is one of DELETE_MY_DATA, not 'yes'
    gdpr consent --set | --set: nothing to set was given
    gdpr consent --set --analytics=maybe | --analytics is true or false, not 'maybe'
    """

  static let storytelling = """
    storytelling generate | sp storytelling generate needs <prompt>: what the content is about
    storytelling generate · | <prompt> is empty
    storytelling generate x --platform myspace | --platform is one of linkedin, twitter
    storytelling generate x --structure nope | --structure is one of storytelling, aida
    storytelling generate x --max-length 5 | --max-length is 20 to 20000, not 5
    storytelling generate x --language de | --language is one of fr, en, not 'de'
    storytelling generate --input {"prompt":"x","options":[]} | options must be an object
    storytelling generate --input {"prompt":"x","platform":"myspace"} \
    | platform must be one of linkedin, twitter, instagram, tiktok,
    storytelling usage --period decade | --period is one of day, week, month, year, not 'decade'
    storytelling usage --start-date 2025-02-01 --end-date 2025-01-31 \
    | --end-date must not be before --start-date
    storytelling voice · | <voice-id> is empty
    """

  static let long: [Refused] = [
    Refused("ai voice \(String(repeating: "a", count: 4097))", "must have 1 to 4096 characters, not 4097"),
    Refused(
      "instagram batch hi --yes --recipients \([String](repeating: "a", count: 101).joined(separator: ","))",
      "--recipients must have 1 to 100 elements, not 101"),
    Refused("studio upload FILE", file: "notes.txt", "hello", "and only video, audio, image files are taken"),
  ]

  static let rows: [Refused] =
    [snackprompt, shellia, socialsync, crealia, storytelling].flatMap { $0.split(separator: "\n").map(row) }
    + long

  private static func row(_ line: Substring) -> Refused {
    let sides = line.split(separator: " | ", maxSplits: 1).map(String.init)
    let words = sides[0].replacing("·", with: "\u{A0}")
    guard let input = words.firstRange(of: "--input ") else { return Refused(words, sides[1]) }
    let body = String(words[input.upperBound...])
    return Refused(words[..<input.upperBound] + "FILE", file: "body.json", body, sides[1])
  }

  @Test(arguments: rows) func isNotSent(_ row: Refused) throws {
    let sp = try Sp()
    try row.check(sp)
    #expect(!Files.exists("\(sp.home.path)/sandbox.db"), "the sandbox was asked")
  }
}
