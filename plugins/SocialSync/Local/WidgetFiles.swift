/// The files of the chat window, as pages load them.
enum WidgetFiles {
  /// Builds the window, sends what the visitor writes, and asks every two seconds what was answered. All that others
  /// wrote is put in as text, never as markup.
  static let script = #"""
    (function () {
      "use strict";
      var script = document.currentScript;
      var base = new URL("..", script.src).href;
      var widget = script.dataset.widgetId || "widget_123";
      var visitor = visitorId();
      var last = null;
      var seen = {};
      var list, form, input, state;

      function visitorId() {
        var key = "socialsync-visitor";
        var id = null;
        try { id = localStorage.getItem(key); } catch (ignored) {}
        if (!id) {
          var bytes = crypto.getRandomValues(new Uint8Array(16));
          id = "visitor_" + Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
          try { localStorage.setItem(key, id); } catch (ignored) {}
        }
        return id;
      }

      function element(name, kind, text) {
        var made = document.createElement(name);
        made.className = "socialsync-" + kind;
        if (text) made.textContent = text;
        return made;
      }

      function show(text, kind, id) {
        if (id && seen[id]) return;
        if (id) seen[id] = true;
        list.appendChild(element("li", kind, text));
        list.scrollTop = list.scrollHeight;
      }

      function build(config) {
        var style = element("link", "style");
        style.rel = "stylesheet";
        style.href = base + "static/widget.css";
        document.head.appendChild(style);
        var window_ = element("section", "widget");
        window_.style.setProperty("--socialsync-color", config.primary_color);
        window_.setAttribute("aria-label", config.name);
        window_.appendChild(element("header", "title", config.name));
        list = element("ol", "messages");
        list.setAttribute("aria-live", "polite");
        form = element("form", "form");
        input = element("input", "input");
        input.name = "message";
        input.placeholder = "Votre message";
        input.setAttribute("aria-label", "Votre message");
        input.autocomplete = "off";
        var button = element("button", "send", "Envoyer");
        form.append(input, button);
        state = element("p", "state");
        window_.append(list, state, form);
        document.body.appendChild(window_);
        show(config.welcome_message, "agent");
        form.addEventListener("submit", function (event) {
          event.preventDefault();
          send(input.value.trim());
        });
      }

      function request(path, options) {
        return fetch(base + path, options).then(function (answer) {
          return answer.json().then(function (body) {
            if (!answer.ok) throw new Error(body.detail || String(answer.status));
            return body;
          });
        });
      }

      function send(text) {
        if (!text) return;
        request("messages", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ widget_id: widget, visitor_id: visitor, message: text })
        }).then(function (body) {
          input.value = "";
          state.textContent = "";
          show(text, "visitor", body.message_id);
        }).catch(function (error) { state.textContent = error.message; });
      }

      function poll() {
        var query = new URLSearchParams({ widget_id: widget, visitor_id: visitor });
        if (last) query.set("after", last);
        return request("replies?" + query).then(function (body) {
          body.messages.forEach(function (message) {
            last = message.id;
            show(message.content, message.is_from_agent ? "agent" : "visitor", message.id);
          });
          state.textContent = "";
        }).catch(function (error) { state.textContent = error.message; })
          .then(function () { setTimeout(poll, 2000); });
      }

      function begin() {
        request("config/" + encodeURIComponent(widget)).then(function (config) {
          if (!config.enabled) return;
          build(config);
          var first = script.dataset.message || new URLSearchParams(location.search).get("message");
          if (first) send(first);
          poll();
        });
      }

      if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
    })();

    """#

  static let style = """
    .socialsync-widget {
      position: fixed; right: 1rem; bottom: 1rem; width: min(22rem, calc(100vw - 2rem)); height: 28rem;
      max-height: calc(100vh - 2rem); display: flex; flex-direction: column; overflow: hidden;
      font: 15px/1.4 system-ui, sans-serif; color: #111827; background: #fff; border-radius: .75rem;
      box-shadow: 0 10px 30px rgb(0 0 0 / .2);
    }
    .socialsync-title { padding: .8rem 1rem; font-weight: 600; color: #fff; background: var(--socialsync-color); }
    .socialsync-messages {
      flex: 1; margin: 0; padding: 1rem; overflow-y: auto; list-style: none; display: flex; flex-direction: column;
      gap: .5rem;
    }
    .socialsync-messages > li {
      max-width: 80%; padding: .5rem .8rem; border-radius: .9rem; white-space: pre-wrap; overflow-wrap: anywhere;
    }
    .socialsync-agent { align-self: flex-start; background: #f3f4f6; }
    .socialsync-visitor { align-self: flex-end; color: #fff; background: var(--socialsync-color); }
    .socialsync-state { margin: 0 1rem; font-size: .85em; color: #b91c1c; }
    .socialsync-form { display: flex; gap: .5rem; padding: .75rem; border-top: 1px solid #e5e7eb; }
    .socialsync-input { flex: 1; min-width: 0; padding: .5rem; font: inherit; border: 1px solid #d1d5db; border-radius: .5rem; }
    .socialsync-send {
      padding: .5rem .9rem; font: inherit; color: #fff; background: var(--socialsync-color); border: 0;
      border-radius: .5rem; cursor: pointer;
    }

    """

  /// A page with the window in it; `?message=…` says something at once.
  static let page = """
    <!doctype html>
    <html lang="fr">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Support Chat</title>
      </head>
      <body>
        <script src="widget.js" data-widget-id="widget_123"></script>
      </body>
    </html>

    """
}
