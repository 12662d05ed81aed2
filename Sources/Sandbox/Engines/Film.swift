/// A camera that pans over a painting, as YUV4MPEG2: the plainest form of video that players take.
struct Film {
  let painting: Painting
  let width: Int
  let height: Int
  let frames: Int

  /// The file; width and height are even.
  func y4m() -> [UInt8] {
    let shades = painting.shades()
    let colours = painting.palette.map(Film.yuv)
    var file = Array("YUV4MPEG2 W\(width) H\(height) F10:1 Ip A1:1 C420jpeg\n".utf8)
    for frame in 0..<frames {
      file += Array("FRAME\n".utf8)
      for row in 0..<height {
        for column in 0..<width { file.append(colours[Int(shades[row][column + frame])].0) }
      }
      for plane in [\(UInt8, UInt8, UInt8).1, \.2] {
        for row in stride(from: 0, to: height, by: 2) {
          for column in stride(from: 0, to: width, by: 2) {
            file.append(colours[Int(shades[row][column + frame])][keyPath: plane])
          }
        }
      }
    }
    return file
  }

  /// Full-range BT.601, as JPEG has it.
  private static func yuv(_ colour: (UInt8, UInt8, UInt8)) -> (UInt8, UInt8, UInt8) {
    let (red, green, blue) = (Int(colour.0), Int(colour.1), Int(colour.2))
    func byte(_ value: Int) -> UInt8 { UInt8(min(max(value, 0), 255)) }
    return (
      byte((299 * red + 587 * green + 114 * blue) / 1000),
      byte(128 + (-169 * red - 331 * green + 500 * blue) / 1000),
      byte(128 + (500 * red - 419 * green - 81 * blue) / 1000)
    )
  }
}
