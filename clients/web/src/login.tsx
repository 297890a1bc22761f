// SPDX-License-Identifier: Apache-2.0
// The sign-in screen: a name and a password, or a token. What was typed goes to the daemon and nowhere else.
import { useSignal } from "@preact/signals";
import { lang } from "./lang";
import { adviceOf } from "./parts/toast";
import { ended, signIn } from "./session";
import { t } from "./text";

export function Login() {
  const byToken = useSignal(false);
  const wrong = useSignal<string>("");
  const isBusy = useSignal(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    isBusy.value = true;
    wrong.value = "";
    try {
      await signIn(byToken.value ? { token: text("token") } : { user: text("user"), password: String(form.get("password") ?? "") });
    } catch (why) {
      wrong.value = [(why as Error).message, adviceOf(why)].filter(Boolean).join(" · ");
    }
    isBusy.value = false;
  };

  return (
    <main class="login">
      <form onSubmit={submit}>
        <h1>{t("app")}</h1>
        <p class="dim">{t("appLong")}</p>
        {ended.value && <p class="banner" role="status">{t("sessionEnded")}</p>}
        {byToken.value ? (
          <label>{t("token")}<input key="token" name="token" type="password" autocomplete="off" required autofocus /></label>
        ) : (
          <>
            <label>{t("user")}<input key="user" name="user" type="text" autocomplete="username" autocapitalize="none" spellcheck={false} required autofocus /></label>
            <label>{t("password")}<input name="password" type="password" autocomplete="current-password" required /></label>
          </>
        )}
        {wrong.value && <p class="wrong" role="alert"><strong>{t("loginRefused")}</strong> {wrong.value}</p>}
        <button type="submit" class="primary" disabled={isBusy.value}>{t("login")}</button>
        <div class="login-feet">
          <button type="button" class="link" onClick={() => (byToken.value = !byToken.value)}>{t(byToken.value ? "usePassword" : "useToken")}</button>
          <button type="button" class="link" lang={lang.value === "en" ? "zh-CN" : "en"} onClick={() => (lang.value = lang.value === "en" ? "zh-CN" : "en")}>{t("otherLang")}</button>
        </div>
      </form>
    </main>
  );
}
