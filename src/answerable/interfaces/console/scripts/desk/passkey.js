// Passkeys: the browser is asked for one, and its answer goes with the form. Without a script there are password and code.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withIds = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options) {
  const { user, challenge, excludeCredentials, ...rest } = options;
  return navigator.credentials.create({
    publicKey: {
      ...rest,
      challenge: bytes(challenge),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: withIds(excludeCredentials),
    },
  });
}

async function sign(options) {
  const { challenge, allowCredentials, ...rest } = options;
  return navigator.credentials.get({
    publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: withIds(allowCredentials) },
  });
}

function spelled({ id, rawId, type, response }) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.passkey.value) return;
  event.preventDefault();
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const token = form.elements.csrfmiddlewaretoken.value;
    const asked = await fetch(form.dataset.passkey, { method: "POST", headers: { "x-csrftoken": token } });
    if (asked.redirected || !asked.ok) {
      location.assign(asked.redirected ? asked.url : location.href);
      return;
    }
    const options = await asked.json();
    form.elements.passkey.value = spelled(await (form.dataset.makes ? make(options) : sign(options)));
    form.submit();
  } catch {
    failed.hidden = false;
  }
});

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
}
