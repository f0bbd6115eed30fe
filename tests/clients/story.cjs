// What the clients for JavaScript do in a conference; each thing seen is a line of JSON. The same as story.py.
"use strict";

function tell(step, seen) {
  console.log(JSON.stringify({ step, ...seen }));
}

// Tell how an attempt is refused.
async function refused(step, attempt) {
  let http = null;
  let code = null;
  try {
    await attempt();
  } catch (error) {
    if (error.status === undefined) throw error;
    ({ status: http, code = null } = error);
  }
  tell(step, { http, code });
}

// See the conference and who is in it.
async function look(client, sid, name) {
  const found = await client.conferences.list({ friendlyName: name, status: "in-progress" });
  tell("found", {
    names: found.map((one) => one.friendlyName),
    same: found.map((one) => one.sid === sid),
  });
  const room = await client.conferences(sid).fetch();
  const created = room.dateCreated.toISOString().replace(".000Z", "Z");
  tell("conference", { name: room.friendlyName, status: room.status, created });
  const people = await client.conferences(sid).participants.list();
  tell("participants", {
    statuses: people.map((one) => one.status),
    muted: people.map((one) => one.muted),
    hold: people.map((one) => one.hold),
    starts: people.map((one) => one.startConferenceOnEnter),
  });
}

// Follow the links from page to page.
async function pages(client, sid) {
  const waiting = await client.conferences.list({ status: "init", pageSize: 2 });
  tell("waiting", { names: waiting.map((one) => one.friendlyName) });
  const everybody = await client.conferences(sid).participants.list({ pageSize: 1 });
  tell("one by one", { different: new Set(everybody.map((one) => one.callSid)).size });
}

// Mute, hold, coach and announce.
async function steer(client, sid) {
  const room = client.conferences(sid);
  const people = await room.participants.list();
  const last = people[0].callSid;
  const first = people[people.length - 1].callSid;
  const muted = await room.participants(first).update({ muted: true });
  tell("mute", { muted: muted.muted, hold: muted.hold });
  const held = await room
    .participants(first)
    .update({ hold: true, holdUrl: "https://example.com/music", holdMethod: "GET" });
  tell("hold", { muted: held.muted, hold: held.hold });
  const ofMuted = await room.participants.list({ muted: true });
  const ofPresent = await room.participants.list({ hold: false });
  tell("who", { muted: ofMuted.map((one) => one.callSid === first), here: ofPresent.length });
  const back = await room.participants(first).update({ muted: false, hold: false });
  tell("back", { muted: back.muted, hold: back.hold });
  const coach = await room.participants(last).update({ coaching: true, callSidToCoach: first });
  tell("coach", { coaching: coach.coaching, same: coach.callSidToCoach === first });
  const announceUrl = "https://example.com/a b?x=1&y=2";
  const announced = await room.update({ announceUrl, announceMethod: "GET" });
  tell("announce", { status: announced.status });
}

// Pause, resume and stop the recording, and delete it.
async function record(client, sid) {
  const [running] = await client.conferences(sid).recordings.list();
  tell("recording", { status: running.status, source: running.source });
  const recording = client.conferences(sid).recordings(running.sid);
  const paused = await recording.update({ status: "paused", pauseBehavior: "skip" });
  tell("pause", { status: paused.status });
  tell("resume", { status: (await recording.update({ status: "in-progress" })).status });
  tell("stop", { status: (await recording.update({ status: "stopped" })).status });
  const done = await recording.fetch();
  tell("done", { status: done.status, same: done.conferenceSid === sid });
  await refused("pause again", () => recording.update({ status: "paused" }));
  await refused("no such status", () => recording.update({ status: "over" }));
}

// Delete what was recorded, remove somebody, end the conference, and be told what is over.
async function end(client, sid) {
  const room = client.conferences(sid);
  const recording = room.recordings((await room.recordings.list())[0].sid);
  tell("delete", { done: await recording.remove() });
  await refused("deleted", () => recording.fetch());
  const last = room.participants((await room.participants.list())[0].callSid);
  tell("remove", { done: await last.remove() });
  await refused("removed", () => last.fetch());
  tell("left", { count: (await room.participants.list()).length });
  tell("end", { status: (await room.update({ status: "completed" })).status });
  await refused("end again", () => room.update({ status: "completed" }));
  await refused("unknown", () => client.conferences(sid.slice(0, -12) + "0".repeat(12)).fetch());
}

module.exports = { tell, refused, look, pages, steer, record, end };
