import Platform
import Testing
import Values

/// OpenAPI documents in the manners of public services, and the requests that their commands make.
@Suite struct PluginDocumentTests {
  /// Fields of headers, parameters kept elsewhere, a body that is an array, and a key in the query.
  private static let weather = #"""
    {"openapi":"3.1.0","info":{"title":"Weather","version":"1"},"servers":[{"url":"https://{zone}.weather.example/v1",
      "variables":{"zone":{"default":"eu"}}}],
     "paths":{
      "/stations":{"parameters":[{"$ref":"#/components/parameters/Trace"}],
       "get":{"operationId":"listStations","parameters":[{"$ref":"#/components/parameters/Limit"},{"name":"Accept","in":"header","schema":{"type":"string"}}],
        "responses":{"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Station"}}}}}}}}},
       "post":{"operationId":"addStations","requestBody":{"$ref":"#/components/requestBodies/Stations"},"responses":{"201":{}}}},
      "/stations/{id}":{"parameters":[{"$ref":"#/components/parameters/Id"}],
       "get":{"parameters":[{"name":"X-Units","in":"header","required":true,"schema":{"type":"string","enum":["metric","imperial"]}}],
        "responses":{"200":{"$ref":"#/components/responses/One"}}}}},
     "components":{
      "parameters":{"Trace":{"name":"X-Trace","in":"header","schema":{"type":"string"}},
       "Limit":{"name":"limit","in":"query","schema":{"type":"integer","maximum":20}},
       "Id":{"name":"id","in":"path","required":true,"schema":{"type":["string","null"]}}},
      "requestBodies":{"Stations":{"required":true,"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/Station"}}}}}},
      "responses":{"One":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Station"}}}}},
      "schemas":{"Place":{"type":"object","properties":{"lat":{"type":"number"},"lon":{"type":"number"}}},
       "Station":{"allOf":[{"$ref":"#/components/schemas/Place"},{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"}}}]}},
      "securitySchemes":{"key":{"type":"apiKey","in":"query","name":"appid"}}}}
    """#

  @Test(arguments: [
    ("sp weather stations get s-1 --x-units metric", "no station with the id s-1"),
    ("sp weather stations get s-1", "needs --x-units"),
    ("sp weather stations get s-1 --x-units kelvin", "metric, imperial"),
    (
      "sp weather stations add-stations --body '[{\"name\":\"Brest\"}]' --x-trace t1 --dry-run --fields body,headers",
      "\"body\":[{\"name\":\"Brest\"}]"
    ),
    ("echo '[1,2]' | sp weather stations add-stations --input - --dry-run --fields body", "\"body\":[1,2]"),
    ("sp weather stations add-stations --dry-run", "--body"),
    ("sp weather stations add-stations --body '[{\"name\":\"Brest\"}]' --yes", "has no rule for"),
    ("sp weather stations list --x-trace t2 -o jsonl; echo rc $?", "rc 0"),
    ("sp weather stations list --accept x", "no option --accept"),
    ("sp api spec weather | jq -c .components.securitySchemes", "\"in\":\"query\",\"name\":\"appid\""),
    ("sp sql 'select lat, lon, name from stations' -o json", "[]"),
    ("sp plugin show weather --fields service", "https://eu.weather.example/v1"),
  ])
  func weather(line: String, expected: String) throws {
    let sp = try Sp()
    let path = "\(sp.home.path)/openapi.json"
    try Sp.write(Self.weather, to: path)
    #expect(try sp("plugin", "add", path, "--yes").status == 0)
    let outcome = try sp.shell(line)
    #expect((outcome.output + outcome.error).contains(expected), "\(outcome.output)\(outcome.error)")
  }

  /// Names that a generator made of path and method, what may be null, and what is done to many records at once.
  private static let jobs = #"""
    {"openapi":"3.1.0","info":{"title":"Jobs","version":"1"},"servers":[{"url":"https://jobs.example/api"}],
     "paths":{
      "/jobs/":{"post":{"operationId":"create_job_jobs__post","requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/New"}}}},
        "responses":{"201":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Job"}}}}}}},
      "/jobs/{id}":{"get":{"operationId":"read_job_jobs__id__get","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],
        "responses":{"200":{"content":{"application/json":{"schema":{"anyOf":[{"$ref":"#/components/schemas/Job"},{"type":"null"}]}}}}}}},
      "/jobs/count":{"post":{"operationId":"count_jobs_jobs_count_post","responses":{"200":{"content":{"application/json":{"schema":{"type":"integer"}}}}}}},
      "/jobs/paginate":{"post":{"operationId":"paginate_jobs_paginate_post","requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/New"}}}},
        "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Job"}}}}}}}},
     "components":{"schemas":{
      "State":{"type":"string","enum":["open","done"]},
      "New":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},
       "state":{"description":"How far it is","anyOf":[{"$ref":"#/components/schemas/State"},{"type":"null"}]},
       "labels":{"description":"Words by name","anyOf":[{"type":"object","additionalProperties":true},{"type":"null"}]},
       "weight":{"allOf":[{"type":"integer","minimum":1}]}}},
      "Job":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"state":{"$ref":"#/components/schemas/State"},
       "labels":{"anyOf":[{"type":"object"},{"type":"null"}]}}}}}}
    """#

  @Test(arguments: [
    ("sp jobs create --name a --labels '{\"k\":[1]}' --state done --weight 2", #""labels":{"k":[1]}"#),
    ("sp jobs create --name a --state lost", "--state is one of open, done"),
    ("sp jobs create --name a --labels '[1'", "--labels"),
    ("sp jobs create --name a --weight 0", "--weight is at least 1"),
    ("sp jobs create --help", "How far it is (open, done)"),
    ("sp jobs create --name a && sp jobs get job-1 --fields name -o csv", "name\na\n"),
    ("sp jobs count --dry-run --fields url", "/jobs/count\""),
    ("sp jobs paginate --name a --dry-run --fields url", "/jobs/paginate\""),
    ("sp jobs --help | grep -c post; true", "0\n"),
  ])
  func jobs(line: String, expected: String) throws {
    let sp = try Sp()
    let path = "\(sp.home.path)/openapi.json"
    try Sp.write(Self.jobs, to: path)
    #expect(try sp("plugin", "add", path, "--yes").status == 0)
    let outcome = try sp.shell(line)
    #expect((outcome.output + outcome.error).contains(expected), "\(outcome.output)\(outcome.error)")
  }

  /// A name and a password, a form with a file, alternatives, pages from 0, and what can be no command.
  private static let zoo = #"""
    {"openapi":"3.0.3","info":{"title":"Zoo API","version":"1"},"servers":[{"url":"http://zoo.example/v2"}],
     "paths":{
      "/animals":{"get":{"tags":["animal-controller"],"operationId":"getAll_1","parameters":[{"name":"filter[name]","in":"query","schema":{"type":"string"}},
        {"name":"sort","in":"query","schema":{"type":"string"}},{"name":"page","in":"query","schema":{"type":"integer","default":0}}],
        "responses":{"200":{"content":{"*/*":{"schema":{"type":"object","properties":{"content":{"type":"array","items":{"$ref":"#/components/schemas/Animal"}}}}}}}}},
       "post":{"operationId":"make","requestBody":{"required":true,"content":{"application/json":{"schema":{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]}}}},
        "responses":{"201":{"content":{"*/*":{"schema":{"$ref":"#/components/schemas/Animal"}}}}}}},
      "/animals/{id}/photo":{"post":{"operationId":"photo","requestBody":{"content":{"multipart/form-data":{"schema":{"type":"object","required":["file"],
        "properties":{"file":{"type":"string","format":"binary"},"title":{"type":"string"},"more":{"type":"array","items":{"type":"string","format":"binary"}}}}}}},
        "responses":{"200":{"content":{"application/json":{"schema":{"type":"object"}}}}}}},
      "/animals/{id}/note":{"put":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}},"responses":{"204":{}}}},
      "/login":{"post":{"requestBody":{"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object"}}}},"responses":{"200":{}}}},
      "/compare/{base}...{head}":{"get":{"responses":{"200":{}}}}},
     "components":{"schemas":{"Animal":{"type":"object","required":["name"],"properties":{"id":{"type":"integer"},"name":{"type":"string"}}},
      "Cat":{"allOf":[{"$ref":"#/components/schemas/Animal"},{"type":"object","properties":{"purrs":{"type":"boolean"}}}]},
      "Dog":{"allOf":[{"$ref":"#/components/schemas/Animal"},{"type":"object","required":["barks"],"properties":{"barks":{"type":"boolean"}}}]}},
      "securitySchemes":{"login":{"type":"http","scheme":"basic"}}}}
    """#

  @Test(arguments: [
    (
      "sp zoo animals create --name Rex --barks --dry-run --fields body",
      #""body":{"name":"Rex","barks":true}"#
    ),
    ("sp zoo animals create --barks --dry-run", "needs --name"),
    ("sp zoo animals list --page 0 -o jsonl; echo rc $?", "rc 0"),
    ("sp zoo animals photo 1 --dry-run", "needs --file"),
    ("sp zoo animals note set 1 --body '{\"a\":1}' --dry-run --fields body", #""body":{"a":1}"#),
    ("sp zoo login create", "no zoo command 'login'"),
    ("sp zoo --help | grep -c compare; true", "0\n"),
    ("sp api spec zoo | jq -c .components.securitySchemes", #"{"basic":{"type":"http","scheme":"basic"}}"#),
  ])
  func zoo(line: String, expected: String) throws {
    let sp = try Sp()
    let path = "\(sp.home.path)/openapi.json"
    try Sp.write(Self.zoo, to: path)
    let added = try sp("plugin", "add", path, "--yes")
    #expect(added.status == 0)
    for note in [
      "GET /animals: 'sort' is not an option, because another one has its name, and cannot be given",
      "GET /animals: 'filter[name]' cannot be an option",
      "POST /login is left out: its body is neither JSON nor a form with files",
      "GET /compare/{base}...{head} is left out: its path has holes",
    ] { #expect(added.error.contains(note), "\(added.error)") }
    let outcome = try sp.shell(line)
    #expect((outcome.output + outcome.error).contains(expected), "\(outcome.output)\(outcome.error)")
  }

  /// A form arrives whole, with the name and the password as HTTP has them, which nothing shows.
  @Test func formsReachTheService() throws {
    let sp = try Sp()
    let service = Peer { _, _ in .json(200, "{}") }
    defer { service.end() }
    try Sp.write(Self.zoo, to: "\(sp.home.path)/openapi.json")
    let outcome = try sp.shell(
      """
      sp plugin add \(sp.home.path)/openapi.json --yes -q > /dev/null
      sp config profile add live --set zoo.url=http://127.0.0.1:\(service.port)/v2
      export SP_ZOO_TOKEN=keeper:open-sesame SP_PROFILE=live
      echo picture > \(sp.home.path)/rex.png
      sp zoo animals photo 1 --file \(sp.home.path)/rex.png --title Rex -v
      sp zoo animals photo 1 --file \(sp.home.path)/rex.png --dry-run
      """)
    let request = try #require(service.requests.last)
    #expect(request.header("Authorization") == "Basic a2VlcGVyOm9wZW4tc2VzYW1l")
    #expect(request.header("Content-Type")?.hasPrefix("multipart/form-data") == true)
    #expect(!outcome.output.contains("sesame") && !outcome.output.contains("c2VzYW1l"), "\(outcome.output)")
    #expect(outcome.output.contains("Basic [redacted]"), "\(outcome.output)")
  }

  /// The key and the fields reach the service, and the key is shown nowhere.
  @Test func reachesTheService() throws {
    let sp = try Sp()
    let service = Peer { request, _ in
      request.line.contains("/stations/s-9")
        ? .json(403, "{\"message\":\"no \(request.line)\"}") : .json(200, "{\"items\":[]}")
    }
    defer { service.end() }
    let path = "\(sp.home.path)/openapi.json"
    try Sp.write(Self.weather, to: path)
    let outcome = try sp.shell(
      """
      sp plugin add \(path) --yes -q > /dev/null
      sp config profile add live --set weather.url=http://127.0.0.1:\(service.port)/v1
      export SP_WEATHER_TOKEN=key-that-nobody-sees SP_PROFILE=live
      sp weather stations list --x-trace t3 -v
      sp weather stations get s-9 --x-units metric -v
      sp weather stations get s-9 --x-units metric --dry-run
      """)
    let requests = service.requests
    #expect(requests.first?.line.contains("appid=key-that-nobody-sees") == true)
    #expect(requests.first?.line.contains("X-Trace") == false)
    #expect(requests.first?.header("X-Trace") == "t3")
    #expect(requests.last?.header("X-Units") == "metric")
    #expect(!(outcome.output + outcome.error).contains("nobody-sees"), "\(outcome.output)\(outcome.error)")
  }
}
