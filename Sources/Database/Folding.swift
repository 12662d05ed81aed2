/// Text without case and accents, for comparing as a reader would: "Élan" and "elan" are one word.
///
/// Letters of the Latin, Greek and Cyrillic scripts lose their marks, combining marks vanish, ligatures become
/// their letters; everything else becomes lower case and stays.
public enum Folding {
  /// The folded text as UTF-8, which also sorts in this order.
  public static func fold(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { bytes in
      [UInt8](unsafeUninitializedCapacity: capacity(for: bytes.count)) { output, count in
        count = fold(UnsafeRawBufferPointer(bytes), into: UnsafeMutableRawBufferPointer(output))
      }
    }
  }

  /// How much room folding may take: a lower-case letter can be longer than its capital.
  static func capacity(for count: Int) -> Int { 2 * count }

  /// Folds UTF-8 into a buffer of at least `capacity(for:)` bytes and returns how many it wrote.
  static func fold(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
    var read = 0
    var written = 0
    while read < input.count {
      let byte = input[read]
      if byte < 0x80 {
        let isUpper = byte &- 0x41 < 26
        output[written] = isUpper ? byte | 0x20 : byte
        read += 1
        written += 1
      } else {
        let length = min(sequenceLength(byte), input.count - read)
        let sequence = UnsafeRawBufferPointer(rebasing: input[read..<read + length])
        written += foldLetter(sequence, into: output, at: written)
        read += length
      }
    }
    return written
  }

  /// Folds one sequence of UTF-8 and returns how many bytes that made.
  private static func foldLetter(
    _ sequence: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int {
    var count = 0
    func put(_ bytes: some Sequence<UInt8>) {
      for byte in bytes {
        output[offset + count] = byte
        count += 1
      }
    }
    guard let scalar = scalar(sequence), isCased(scalar) else {
      put(sequence)
      return count
    }
    for lower in scalar.properties.lowercaseMapping.unicodeScalars where !isMark(lower) {
      if let base = bases[lower.value] { put(base) } else { put(UTF8.encode(lower) ?? .init()) }
    }
    return count
  }

  private static func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xf0...: 4
    case 0xe0...: 3
    case 0xc0...: 2
    default: 1
    }
  }

  /// The scalar of a whole sequence, nil where the bytes are no UTF-8.
  private static func scalar(_ sequence: UnsafeRawBufferPointer) -> Unicode.Scalar? {
    let masks: [UInt8] = [0x7f, 0x1f, 0x0f, 0x07]
    guard let lead = sequence.first, sequence.count == sequenceLength(lead), sequence.count > 1 else {
      return nil
    }
    let start = UInt32(lead & masks[sequence.count - 1])
    let value = sequence.dropFirst().reduce(start) { $0 << 6 | UInt32($1 & 0x3f) }
    return Unicode.Scalar(value)
  }

  /// The ideographs and syllables between these blocks have no case, and are many.
  private static func isCased(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x2e80 || (0xa640..<0xac00).contains(scalar.value) || scalar.value >= 0xfb00
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x300..<0x370).contains(scalar.value)
  }

  private static let bases: [UInt32: [UInt8]] = {
    var bases: [UInt32: [UInt8]] = [:]
    for (base, letters) in marked {
      for letter in letters.unicodeScalars { bases[letter.value] = Array(base.utf8) }
    }
    return bases
  }()

  /// The lower-case letters that canonically decompose into a letter and marks, and the ligatures.
  private static let marked: [(base: String, letters: String)] = [
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"), ("ae", "æǣǽ"), ("b", "ḃḅḇ"), ("c", "çćĉċčḉ"),
    ("d", "ďđḋḍḏḑḓ"), ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"), ("f", "ḟ"), ("g", "ĝğġģǧǵḡ"),
    ("h", "ĥħȟḣḥḧḩḫẖ"), ("i", "ìíîïĩīĭįǐȉȋḭḯỉị"), ("j", "ĵǰ"), ("k", "ķǩḱḳḵ"), ("l", "ĺļľłḷḹḻḽ"),
    ("m", "ḿṁṃ"), ("n", "ñńņňǹṅṇṉṋ"), ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"), ("oe", "œ"),
    ("p", "ṕṗ"), ("r", "ŕŗřȑȓṙṛṝṟ"), ("s", "śŝşšșṡṣṥṧṩſẛ"), ("ss", "ß"), ("t", "ţťŧțṫṭṯṱẗ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"), ("v", "ṽṿ"), ("w", "ŵẁẃẅẇẉẘ"), ("x", "ẋẍ"),
    ("y", "ýÿŷȳẏẙỳỵỷỹ"), ("z", "źżžẑẓẕ"), ("ʒ", "ǯ"),
    ("α", "άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ"), ("ε", "έἐἑἒἓἔἕὲέ"), ("η", "ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ"),
    ("ι", "ΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ"), ("ο", "όὀὁὂὃὄὅὸό"), ("ρ", "ῤῥ"), ("σ", "ς"),
    ("υ", "ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ"), ("ω", "ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ"),
    ("а", "ӑӓ"), ("г", "ѓ"), ("е", "ѐёӗ"), ("ж", "ӂӝ"), ("з", "ӟ"), ("и", "йѝӣӥ"), ("к", "ќ"), ("о", "ӧ"),
    ("у", "ўӯӱӳ"), ("ч", "ӵ"), ("ы", "ӹ"), ("э", "ӭ"), ("і", "ї"), ("ѵ", "ѷ"), ("ә", "ӛ"), ("ө", "ӫ"),
  ]
}
