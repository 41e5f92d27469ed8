// Makes src/Domain/Sentiment/vader.en.txt from the npm package vader-sentiment 1.1.3:
//   npm pack vader-sentiment@1.1.3 && tar xzf vader-sentiment-1.1.3.tgz
//   node docs/sentiment/make-lexicon.mjs package/vader_lexicon.txt > src/Domain/Sentiment/vader.en.txt
// Only words that begin with a stem of judgements.en.txt are kept: they say what somebody feels or thinks. What
// happened in the street (broken, dead, fire, sick) is left out, for it is the report and no feeling towards the
// service; reports.en.txt takes out what the stems let through.
import { readFileSync } from "node:fs";

const WEAKEST = 1.2;
const STRONG = 2.6;
const LONGEST_LINE = 118;

const stems = readFileSync(new URL("judgements.en.txt", import.meta.url), "utf8").split(/\s+/).filter(Boolean);
const exact = new Set(["bad", "fed", "fun", "lied", "lies", "mad", "sick", "tired", "wow", "poor", "weak", "cheap",
  "dear", "bull", "kind", "fair", "grand", "pretty", "good", "great", "super", "rage", "joke", "lying", "silly", "best",
  "luck"]);
const facts = new Set(readFileSync(new URL("reports.en.txt", import.meta.url), "utf8").split(/\s+/).filter(Boolean));
const sections = { dreadful: [], bad: [], good: [], splendid: [] };

for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  const [word, mean] = line.split("\t");
  const kept = /^[a-z]{3,}$/.test(word ?? "") && !facts.has(word) && Math.abs(mean) >= WEAKEST
    && stems.some(stem => exact.has(stem) ? word === stem : word.startsWith(stem));
  if (kept) {
    const strong = Math.abs(mean) >= STRONG;
    sections[mean < 0 ? (strong ? "dreadful" : "bad") : strong ? "splendid" : "good"].push(word);
  }
}

console.log("# Words of judgement and feeling from VADER (vader-sentiment 1.1.3, see THIRD-PARTY.md).");
console.log("# Made by docs/sentiment/make-lexicon.mjs; words are added or taken away there, never here.");
for (const [label, words] of Object.entries(sections)) {
  console.log(`\n[${label}]`);
  let line = "";
  for (const word of words.sort()) {
    if (line.length + word.length + 1 > LONGEST_LINE) {
      console.log(line);
      line = "";
    }
    line += line ? `|${word}` : word;
  }
  console.log(line);
}
