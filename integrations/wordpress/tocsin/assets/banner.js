/* Closes the banner until its words change, and keeps its age true on pages that come out of a cache. */
(function () {
  var AGAIN_AFTER_MS = 12 * 60 * 60 * 1000;
  var STORE = "tocsin-closed";

  function closed(key) {
    try {
      var note = (localStorage.getItem(STORE) || "").split(" ");
      return note[0] === key && Date.now() - Number(note[1]) < AGAIN_AFTER_MS;
    } catch (forbidden) {
      return false;
    }
  }

  function remember(key) {
    try {
      localStorage.setItem(STORE, key + " " + Date.now());
    } catch (forbidden) {
      // Then it is closed on this page only.
    }
  }

  function mayClose(banner) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", banner.dataset.close);
    button.onclick = function () {
      remember(banner.dataset.key);
      banner.remove();
    };
    banner.append(button);
  }

  function tellAge(banner) {
    var time = banner.querySelector("small time");
    var minutes = Math.round((Date.now() - Date.parse(time.dateTime)) / 60000);
    var units = minutes < 60 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
    if (minutes < 1) return;
    var ago = new Intl.RelativeTimeFormat(banner.lang).format(-units[0], units[1]);
    time.dataset.exact = time.dataset.exact || time.textContent;
    time.textContent = time.dataset.exact + " (" + ago + ")";
  }

  document.querySelectorAll(".tocsin-banner").forEach(function (banner) {
    if (banner.dataset.close) {
      if (closed(banner.dataset.key)) return banner.remove();
      mayClose(banner);
    }
    tellAge(banner);
    setInterval(function () {
      tellAge(banner);
    }, 30000);
  });
})();
