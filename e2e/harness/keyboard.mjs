// A keyboard with the Russian layout: `code` is the physical key, `key` the letter that layout puts on it.
// The product's shortcuts must work for people who never switch the layout.

const RUSSIAN = {
  KeyQ: 'й', KeyW: 'ц', KeyE: 'у', KeyR: 'к', KeyT: 'е', KeyY: 'н', KeyU: 'г', KeyI: 'ш', KeyO: 'щ', KeyP: 'з',
  BracketLeft: 'х', BracketRight: 'ъ', KeyA: 'ф', KeyS: 'ы', KeyD: 'в', KeyF: 'а', KeyG: 'п', KeyH: 'р', KeyJ: 'о',
  KeyK: 'л', KeyL: 'д', Semicolon: 'ж', Quote: 'э', KeyZ: 'я', KeyX: 'ч', KeyC: 'с', KeyV: 'м', KeyB: 'и', KeyN: 'т',
  KeyM: 'ь', Comma: 'б', Period: 'ю', Slash: '.', Backquote: 'ё', Space: ' ', Minus: '-', Equal: '=',
};
const DIGITS = Object.fromEntries([...'0123456789'].map((d) => [`Digit${d}`, d]));
const CHARACTERS = { ...RUSSIAN, ...DIGITS };
// Keys that type nothing, with the codes Chromium's editing commands look at.
const NAMED = {
  Enter: 13, Escape: 27, Tab: 9, Backspace: 8, Delete: 46, Home: 36, End: 35,
  ArrowUp: 38, ArrowDown: 40, ArrowLeft: 37, ArrowRight: 39, F1: 112, F2: 113,
};
const MODIFIERS = { Alt: 1, Control: 2, Meta: 4, Shift: 8 };
const CODES = Object.fromEntries(Object.entries(CHARACTERS).map(([code, key]) => [key, code]));

/** The keyboard of one page. `pressed` counts the keys, so that a test can say how many an action takes. */
export async function russianKeyboard(page) {
  const devtools = await page.context().newCDPSession(page);
  const keyboard = { pressed: 0, press, type };
  return keyboard;

  /** One key with its modifiers: `press('KeyC')`, `press('Control+Enter')`, `press('Shift+KeyC')`. */
  async function press(combination) {
    keyboard.pressed += 1;
    const parts = combination.split('+');
    const code = parts.pop();
    const modifiers = parts.reduce((sum, name) => sum + MODIFIERS[name], 0);
    const event = { code, modifiers, ...description(code, modifiers) };
    await devtools.send('Input.dispatchKeyEvent', { type: event.text ? 'keyDown' : 'rawKeyDown', ...event });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, text: undefined });
  }

  /** Russian text, letter by letter. */
  async function type(text) {
    for (const letter of text) {
      const lower = letter.toLowerCase();
      await press(lower === letter ? CODES[lower] : `Shift+${CODES[lower]}`);
    }
  }
}

function description(code, modifiers) {
  if (code in NAMED) {
    const text = code === 'Enter' ? '\r' : undefined;
    return { key: code, windowsVirtualKeyCode: NAMED[code], text };
  }
  const plain = CHARACTERS[code];
  if (plain === undefined) throw new Error(`no such key: ${code}`);
  const key = modifiers & MODIFIERS.Shift ? plain.toUpperCase() : plain;
  // With Control, Alt or Meta a key is a command and types nothing.
  const types = (modifiers & ~MODIFIERS.Shift) === 0;
  return { key, windowsVirtualKeyCode: virtualKey(code), text: types ? key : undefined };
}

/** Windows' number of the physical key, which does not depend on the layout. */
function virtualKey(code) {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  if (letter) return letter.charCodeAt(0);
  return { Slash: 191, Space: 32, Comma: 188, Period: 190, BracketLeft: 219, BracketRight: 221 }[code] ?? 0;
}
