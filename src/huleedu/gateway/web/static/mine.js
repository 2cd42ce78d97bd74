// A pupil's link: what stands behind # is sent once, in a form, and leaves the address bar at once.
"use strict";
(() => {
  const form = document.getElementById("come");
  const exchange = () => {
    const key = location.hash.slice(1);
    if (key.length < 20) return;
    history.replaceState(null, "", location.pathname);
    form.elements.key.value = key;
    form.submit();
  };
  // a second link on a device whose page is open changes nothing but what stands behind #
  addEventListener("hashchange", exchange);
  exchange();
})();
