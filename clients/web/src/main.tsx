// SPDX-License-Identifier: Apache-2.0
// Where the console begins: the look, the keys, who is signed in; then the shell or the sign-in screen.
import { effect, untracked, useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { startClock } from "./clock";
import { forgetDirectory } from "./directory";
import { startKeys } from "./keys";
import { startLook } from "./lang";
import { startLive, stopLive } from "./live";
import { Login } from "./login";
import { place, startRouter } from "./router";
import { screenAt } from "./screens";
import { isKnown, me, resume } from "./session";
import { Shell } from "./shell";
import { t } from "./text";
import "./style.css";

const AGAIN_MS = 1500;

function App() {
  const isAway = useSignal(false);
  useEffect(() => {
    const ask = async () => {
      isAway.value = !(await resume());
      if (isAway.value) setTimeout(ask, AGAIN_MS);
    };
    void ask();
  }, []);
  if (me.value) return <Shell key={me.value.user} />;
  if (!isKnown.value) return <main class="login"><p role="status">{isAway.value ? t("noDaemon") : `${t("loading")}…`}</p></main>;
  return <Login />;
}

startLook();
startRouter();
/* Who is signed in is asked meanwhile. */
void screenAt(place.peek().path[0])?.load();
startKeys();
startClock();
let was = "";
effect(() => {
  const user = me.value?.user ?? "";
  if (user === was) return;
  was = user;
  untracked(() => {
    forgetDirectory();
    if (user) void startLive();
    else stopLive();
  });
});
render(<App />, document.getElementById("app")!);
