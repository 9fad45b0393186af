/** The command line, in the Node that is to run it; `tapebook.js` starts it there. */
await import("./loader.js");
await import("../core/cli/main.ts");
