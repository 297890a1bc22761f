// SPDX-License-Identifier: Apache-2.0
// Owns the wall's sound: short tones made in code, a tune for each severity. It is silent until somebody switches it on, and
// says so when the browser does not let it be heard.
import { signal } from "@preact/signals";
import type { Severity } from "./shapes";

const GAIN = 0.25;
const TONE_S = 0.16;
const GAP_S = 0.09;
const EDGE_S = 0.015; // without it a tone clicks

/* Told apart by number, height and fall, not by loudness. */
const TUNES: { [S in Severity]: number[] } = {
  critical: [988, 784, 988, 784, 988],
  major: [784, 784, 784],
  minor: [587, 587],
  warning: [440],
};

export const isSoundOn = signal(false);

let audio: AudioContext | null = null;

export async function switchSound(on: boolean) {
  if (on) {
    audio ??= new AudioContext();
    await audio.resume();
  }
  isSoundOn.value = on && audio?.state === "running";
  if (isSoundOn.value) beep("warning");
}

export function beep(severity: Severity) {
  if (!isSoundOn.peek() || !audio) return;
  let at = audio.currentTime + 0.02;
  for (const hz of TUNES[severity]) {
    const tone = audio.createOscillator(), volume = audio.createGain();
    tone.type = "triangle";
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(GAIN, at + EDGE_S);
    volume.gain.setValueAtTime(GAIN, at + TONE_S - EDGE_S);
    volume.gain.linearRampToValueAtTime(0, at + TONE_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + TONE_S);
    at += TONE_S + GAP_S;
  }
}
