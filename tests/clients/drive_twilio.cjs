// Drives a conference with the official SDK: drive_twilio.cjs url account token conference name [look]
"use strict";

const twilio = require("twilio");
const story = require("./story.cjs");

async function main([url, account, token, sid, name, only]) {
  const client = twilio(account, token);
  client.api.baseUrl = url;
  if (only) return story.look(client, sid, name);

  // What only this vendor has: the API dials, the name of a conference will do, and so will a label.
  const called = await client.conferences(name).participants.create({
    from: "+15017122661",
    to: "client:zoë",
    label: "supervisor é",
    earlyMedia: true,
    statusCallback: "https://example.com/call",
    statusCallbackEvent: ["ringing", "answered"],
  });
  const { status, label } = called;
  story.tell("dial", { status, label, same: called.conferenceSid === sid });
  const byLabel = client.conferences(sid).participants("supervisor é");
  const found = await byLabel.fetch();
  story.tell("label", { status: found.status, same: found.callSid === called.callSid });
  const host = await byLabel.update({ endConferenceOnExit: true, beepOnExit: false });
  story.tell("host", { ends: host.endConferenceOnExit });
  const guest = await byLabel.update({ endConferenceOnExit: false });
  story.tell("guest", { ends: guest.endConferenceOnExit });

  await story.look(client, sid, name);
  await story.pages(client, sid);
  await story.steer(client, sid);
  await story.record(client, sid);
  await story.end(client, sid);
}

main(process.argv.slice(2));
