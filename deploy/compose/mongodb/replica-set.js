// Makes the server a replica set of one and waits until it can be written to. May be run again.
try {
  rs.status();
} catch (notYet) {
  rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] });
}

for (let attempt = 0; attempt < 60 && !db.hello().isWritablePrimary; attempt++) {
  sleep(500);
}

if (!db.hello().isWritablePrimary) {
  print('The replica set has no primary.');
  quit(1);
}
