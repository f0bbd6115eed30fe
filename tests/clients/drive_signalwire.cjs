// Drives a conference with the official SDK: drive_signalwire.cjs url project token conference name [look]
"use strict";

const { RestClient } = require("@signalwire/compatibility-api");
const story = require("./story.cjs");

async function main([url, project, token, sid, name, only]) {
  const client = RestClient(project, token, { signalwireSpaceUrl: new URL(url).host });
  client.api.baseUrl = url; // it has made https of what it was given
  if (only) return story.look(client, sid, name);

  await story.look(client, sid, name);
  await story.pages(client, sid);
  await story.steer(client, sid);
  await story.record(client, sid);
  // Inherited from the SDK that this one wraps; the vendor has no such operation.
  const people = client.conferences(sid).participants;
  await story.refused("dial", () => people.create({ from: "+15017122661", to: "+15558675310" }));
  const whole = await client.recordings.list();
  story.tell("all recordings", { statuses: whole.map((one) => one.status) });
  await story.end(client, sid);
}

main(process.argv.slice(2));
