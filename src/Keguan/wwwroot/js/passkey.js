// The browser's part of passkeys. Forms with data-passkey="get" or "create" fetch the options of the ceremony, let the browser ask its owner, and go on as
// forms with the answer in the field Credential. Where the browser can't, nothing of it is shown: the password form is there anyway.
(function () {
  "use strict";
  // An address of numbers can't hold passkeys: they belong to a name.
  const named = !/^(\d+\.){3}\d+$|^\[/.test(location.hostname);
  if (!window.PublicKeyCredential || !window.isSecureContext || !named) return;
  document.querySelectorAll("[data-passkey-only]").forEach(item => (item.hidden = false));
  document.querySelectorAll("[data-without-passkey]").forEach(item => (item.hidden = true));

  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const words = buffer => btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function plain(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.allowCredentials || options.excludeCredentials || []).forEach(item => (item.id = bytes(item.id)));
    return options;
  }

  function answer(credential) {
    const from = credential.response, to = { clientDataJSON: words(from.clientDataJSON) };
    if (from.attestationObject) {
      to.attestationObject = words(from.attestationObject);
      to.transports = from.getTransports ? from.getTransports() : [];
    } else {
      to.authenticatorData = words(from.authenticatorData);
      to.signature = words(from.signature);
      to.userHandle = from.userHandle ? words(from.userHandle) : null;
    }
    return JSON.stringify({
      id: credential.id, rawId: words(credential.rawId), type: credential.type, response: to,
      authenticatorAttachment: credential.authenticatorAttachment || null, clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function begin(form) {
    const wrong = form.querySelector("[data-passkey-error]");
    wrong.hidden = true;
    try {
      const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!response.ok) {
        const said = response.headers.get("content-type") || "";
        if (said.includes("json")) wrong.textContent = (await response.json()).error;
        throw new Error("options " + response.status);
      }
      const options = plain(await response.json());
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: options })
        : await navigator.credentials.get({ publicKey: options });
      form.elements.Credential.value = answer(credential);
      form.submit();
    } catch (error) {
      wrong.hidden = false;
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach(form => form.addEventListener("submit", event => {
    event.preventDefault();
    begin(form);
  }));
})();
