(function () {
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
    }
    var focus = target.tagName === "DETAILS" ? target.querySelector("summary") : target;
    focus.focus({ preventScroll: true });
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
