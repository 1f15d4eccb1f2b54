package engine

// Names and lines that calls in India are made of. gofakeit's are American.
var (
	givenNames = []string{
		"Aarav", "Aditi", "Amit", "Ananya", "Arjun", "Deepa", "Farhan", "Gurpreet", "Harish", "Isha", "Jaya", "Karthik",
		"Kavita", "Lakshmi", "Manoj", "Meera", "Mohammed", "Neha", "Nikhil", "Pooja", "Prakash", "Priya", "Rahul", "Ravi",
		"Ritu", "Rohan", "Sanjay", "Shreya", "Sunita", "Suresh", "Tanvi", "Varun", "Vikram", "Yasmin", "Zoya",
	}
	familyNames = []string{
		"Agarwal", "Banerjee", "Bhat", "Chatterjee", "Chauhan", "Das", "Desai", "D'Souza", "Fernandes", "Ghosh", "Gupta",
		"Iyer", "Jain", "Joshi", "Kapoor", "Khan", "Kulkarni", "Kumar", "Mehta", "Menon", "Mishra", "Nair", "Patel",
		"Pillai", "Rao", "Reddy", "Sharma", "Sheikh", "Singh", "Thomas", "Verma", "Yadav",
	}
	cities = []string{
		"Ahmedabad", "Bengaluru", "Bhopal", "Chandigarh", "Chennai", "Guwahati", "Hyderabad", "Indore", "Jaipur", "Kochi",
		"Kolkata", "Lucknow", "Mumbai", "Nagpur", "Patna", "Pune", "Surat", "Visakhapatnam",
	}
)

// A topic is what a call is about: how it begins, what may be said in between,
// and how it ends.
type topic struct {
	summary, outcome  string
	opening, farewell []line
	middle            [][]line
}

type line struct{ role, text string }

func agent(text string) line    { return line{RoleAgent, text} }
func customer(text string) line { return line{RoleCustomer, text} }

var topics = []topic{
	{
		summary: "{customer} asked about a home loan and agreed to a visit at the {city} branch.",
		outcome: "Interested",
		opening: []line{
			agent("Good morning, this is {agent} calling about your home loan enquiry."),
			customer("Yes, I filled in the form yesterday."),
		},
		middle: [][]line{
			{agent("Is this for a flat that you have already chosen?"), customer("Yes, in {city}, the booking is done.")},
			{agent("Do you draw a salary, or is it your own business?"), customer("Salaried, for six years now.")},
			{agent("Shall our branch call you with the exact rate?"), customer("Please do, after six in the evening.")},
			{agent("Do you have another loan running at the moment?"), customer("Only for the car, two years are left.")},
			{agent("Then bring three salary slips and your PAN card."), customer("All right, I have noted it.")},
		},
		farewell: []line{agent("Thank you, have a good day."), customer("Thank you, bye.")},
	},
	{
		summary: "{customer} confirmed the delivery address in {city} and asked for the parcel on another day.",
		outcome: "Rescheduled",
		opening: []line{
			agent("Namaste, {agent} here, I have a parcel for you today."),
			customer("Oh, I am out of town until Thursday."),
		},
		middle: [][]line{
			{agent("Can a neighbour take it for you?"), customer("No, better bring it on Friday.")},
			{agent("Is the address in {city} still right?"), customer("Yes, second floor, opposite the post office.")},
			{agent("It is cash on delivery, is that all right?"), customer("I would rather pay by UPI.")},
			{agent("Then you will get a link on this number."), customer("Good, that works for me.")},
			{agent("Friday between ten and one, shall I write that?"), customer("Yes, I am at home then.")},
		},
		farewell: []line{agent("Done, see you on Friday."), customer("Thanks a lot, bye.")},
	},
	{
		summary: "{customer} was reminded of an appointment at the clinic in {city} and confirmed it.",
		outcome: "Confirmed",
		opening: []line{
			agent("Hello, this is {agent} from the clinic, about your appointment."),
			customer("Yes, tomorrow morning, is it not?"),
		},
		middle: [][]line{
			{agent("At half past ten, on the first floor."), customer("Fine, I will be there.")},
			{agent("Please come without breakfast, for the blood test."), customer("Is tea allowed?")},
			{agent("Only water, I am afraid."), customer("Understood, no tea then.")},
			{agent("Do you have your earlier reports with you?"), customer("Yes, the ones from {city} too.")},
			{agent("Then bring them along for the doctor."), customer("I will, thank you for reminding me.")},
		},
		farewell: []line{agent("Get well soon, goodbye."), customer("Thank you, goodbye.")},
	},
	{
		summary: "{customer} reported a slow connection in {city}; a technician will visit.",
		outcome: "Resolved",
		opening: []line{
			agent("Hello, {agent} from customer care, you raised a complaint."),
			customer("Yes, the internet has been slow since Monday."),
		},
		middle: [][]line{
			{agent("Have you restarted the router once?"), customer("Twice, it did not help.")},
			{agent("I see a fault on your line in {city}."), customer("So it is not the router?")},
			{agent("No, our technician has to look at it."), customer("When can he come?")},
			{agent("Tomorrow between two and four."), customer("That is fine, my brother is at home.")},
			{agent("He will call this number before he comes."), customer("Good, please note it down.")},
		},
		farewell: []line{agent("Sorry for the trouble, good day."), customer("All right, thank you.")},
	},
}
