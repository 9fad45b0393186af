import {defineVerb} from "../verb.js";

/** Builds the site, where anything changed that goes into it. */
export const build = defineVerb({
  usage: "build",
  summary: "Build the site, if anything changed since it was built",
  declare: (yargs) => yargs.option("force", {type: "boolean", describe: "Build though nothing changed"}),
  async act({force = false}, {home, task}) {
    const {buildSite} = await import("../../site/build.js");
    const {folder, built} = await buildSite({home, force, ...task("build the site")});
    return {json: {folder, built}, text: built ? `built ${folder}` : `found ${folder}, nothing changed since`};
  }
});
